// Pictures of the demo's pages in both directions, in target/screenshots.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { openPage, signIn, startBrowser, startDemo } from "./demo.mjs";

process.env.MITHAQ_PROGRAM ??= "target/release/mithaq";
const out = path.resolve(import.meta.dirname, "../target/screenshots");
mkdirSync(out, { recursive: true });
const PAGES = {
  today: "today",
  agreements: "agreements",
  "exchange-released": "exchange/released",
  "exchange-withheld": "exchange/withheld",
  "exchange-disclosed": "exchange/disclosed",
  record: "record",
  log: "log",
  "log-5": "log/5",
  search: "search?q=hammouchi",
  object: "objects/identity--8bc1f27b-0e9f-4b98-8c73-0a22a8866e1d",
};
const demo = await startDemo();
const { browser, close } = await startBrowser();
const agency = demo.agency("murjania");
for (const language of ["ar", "en", "fr"]) {
  for (const [size, viewport] of Object.entries({
    wide: { width: 1400, height: 1000 },
    narrow: { width: 390, height: 844 },
  })) {
    const page = await openPage(browser, agency.url, { viewport });
    await page.goto(`${agency.url}/${language}/today`);
    await page.screenshot({ path: `${out}/sign-in-${language}-${size}.png` });
    await signIn(page, agency, language);
    for (const [name, place] of Object.entries(PAGES)) {
      await page.goto(`${agency.url}/${language}/${place}`);
      await page.screenshot({ path: `${out}/${name}-${language}-${size}.png` });
    }
    await page.goto(`${agency.url}/${language}/agreements`);
    await page.click("main table a >> nth=0");
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: `${out}/agreement-${language}-${size}.png`, fullPage: true });
    await page.context().close();
  }
}
await close();
await demo.stop();
console.log(`pictures in ${out}`);
