// The pages as an officer meets them: a real node over TLS, a real browser, Arabic and English.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test, { after, before } from "node:test";
import { openPage, signIn, startBrowser, startDemo } from "./demo.mjs";

const AXE = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const PAGES = [
  "today",
  "agreements",
  "exchange/released",
  "exchange/withheld",
  "exchange/disclosed",
  "record",
  "log",
  "log/0",
  "search",
  "search?q=hammouchi&type=identity",
  "search?q=%D8%A7%D9%84%D8%AD%D9%85%D9%88%D8%B4%D9%8A",
  "search?q=nothinglikethis",
  "objects/identity--8bc1f27b-0e9f-4b98-8c73-0a22a8866e1d",
];
const LANGUAGES = { ar: "rtl", en: "ltr", fr: "ltr" };

let demo, browser, close;
before(async () => {
  demo = await startDemo();
  ({ browser, close } = await startBrowser());
});
after(async () => {
  await close?.();
  await demo?.stop();
});

// The text without the isolates that keep the directions of names apart.
const plain = (text) => text.replace(/[\u2066-\u2069]/g, "");

const visit = async (key, language, options) => {
  const agency = demo.agency(key);
  const page = await openPage(browser, agency.url, options);
  await signIn(page, agency, language);
  return { page, agency };
};
const leave = async (page) => {
  assert.deepEqual(page.problems, [], "console, network and policy problems");
  await page.context().close();
};

for (const [language, direction] of Object.entries(LANGUAGES))
  test(`${language}: every page, its direction, and nothing wrong with it`, async () => {
    const { page, agency } = await visit("murjania", language);
    for (const path of PAGES) {
      await page.goto(`${agency.url}/${language}/${path}`);
      assert.equal(await page.getAttribute("html", "dir"), direction, path);
      assert.ok((await page.locator("h1").innerText()).length > 1, path);
      assert.doesNotMatch(await page.content(), /⟦/, `a missing text on ${path}`);
    }
    const rail = await page.locator("nav").first().boundingBox();
    const { width } = page.viewportSize();
    assert.equal(rail.x > width / 2, direction === "rtl", "the rail is where reading begins");
    await leave(page);
  });

for (const language of ["ar", "en"])
  for (const colorScheme of ["light", "dark"])
    test(`${language}, ${colorScheme}: accessible`, async () => {
      const { page, agency } = await visit("murjania", language, { colorScheme });
      for (const path of PAGES) {
        await page.goto(`${agency.url}/${language}/${path}`);
        await page.evaluate(AXE);
        const faults = await page.evaluate(async (rules) => {
          const found = await globalThis.axe.run(document, { runOnly: rules });
          return found.violations.map((fault) => `${fault.id}: ${fault.nodes[0].target}`);
        }, RULES);
        assert.deepEqual(faults, [], path);
      }
      await leave(page);
    });

test("nothing is shown before signing in, and the way back is kept", async () => {
  const agency = demo.agency("murjania");
  const page = await openPage(browser, agency.url);
  await page.goto(`${agency.url}/en/exchange/withheld`);
  assert.match(page.url(), /\/en\/sign-in/);
  page.expected = [401];
  await page.fill("input[name=name]", agency.officer);
  await page.fill("input[name=password]", "wrong");
  await page.click("main button[type=submit]");
  await page.waitForSelector("[role=alert]");
  page.problems = page.problems.filter((problem) => !/401/.test(problem));
  await page.fill("input[name=password]", agency.password);
  await page.click("main button[type=submit]");
  await page.waitForURL("**/en/exchange/withheld");
  await page.click("header form[action$='sign-out'] button");
  await page.waitForURL("**/en/sign-in");
  await page.goto(`${agency.url}/en/today`);
  assert.match(page.url(), /\/en\/sign-in/, "leaving ends the session");
  await leave(page);
});

test("a withheld report says why, in the language of the page", async () => {
  const { page, agency } = await visit("murjania", "ar");
  const refusal = demo.told.refusal;
  const [english, arabic] = refusal.reasons[0];
  await page.goto(`${agency.url}/ar/exchange/withheld`);
  while (!(await page.content()).includes(refusal.object)) {
    await page.click("a[rel=next]");
    await page.waitForLoadState();
  }
  assert.ok(plain(await page.locator("main").innerText()).includes(plain(arabic)));
  await page.click("a[hreflang=en]");
  await page.waitForURL("**/en/exchange/withheld*");
  assert.ok(plain(await page.locator("main").innerText()).includes(plain(english)));
  await leave(page);
});

test("an agreement: articles, what the partner can see, and what not", async () => {
  const { page, agency } = await visit("murjania", "ar");
  await page.goto(`${agency.url}/ar/agreements`);
  await page.click("main table a >> nth=0");
  await page.waitForURL("**/ar/agreements/coop-agreement*");
  const text = await page.locator("main").innerText();
  assert.match(text, /TLP:AMBER/);
  assert.match(text, /المادة/);
  await leave(page);
});

test("the record keeps the wrong year as a contradiction and does not believe it", async () => {
  const { page, agency } = await visit("murjania", "en");
  await page.goto(`${agency.url}/en/record`);
  const text = plain(await page.locator("main").innerText());
  assert.match(text, /13 to 14 June 2020/, "the wrong year is kept");
  assert.match(text, /13 to 14 June 2022\s*Press article \d+[^\n]*followed here/);
  await leave(page);
});

for (const [language, words, heading] of [
  ["ar", "الحموشي", /أسماء متقاربة في النطق|ما ورد في الاسم/],
  ["en", "Hamouchi", /Names that sound alike|Found in the name/],
])
  test(`${language}: a person is found across scripts and read`, async () => {
    const { page, agency } = await visit("murjania", language);
    // By the keyboard alone: into the box, and off.
    await page.focus("input[type=search]");
    await page.keyboard.type(words);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/${language}/search?q=*`);
    assert.equal(await page.inputValue("input[type=search]"), words, "the box keeps the words");
    assert.match(await page.locator("main").innerText(), heading);
    // Filters are fields of the same form.
    await page.click("details.filters summary");
    await page.check("input[name=type][value=identity]");
    await page.click("details.filters button[type=submit]");
    await page.waitForURL("**/search?*type=identity*");
    assert.equal(await page.inputValue("input[type=search]"), words);
    assert.ok(await page.isChecked("input[name=type][value=identity]"));
    const person = page.locator("main .what a", { hasText: "Abdellatif Hammouchi" });
    await person.first().click();
    await page.waitForURL(`**/${language}/objects/identity--*`);
    assert.match(await page.locator("h1").innerText(), /Abdellatif Hammouchi/);
    // What names it leads on.
    await page.locator("main .links a[href*='/objects/']").first().click();
    await page.waitForLoadState();
    assert.ok((await page.locator("h1").innerText()).length > 1);
    await page.goto(`${agency.url}/${language}/record`);
    await page.locator("article.engagement h2 a").first().click();
    await page.waitForURL("**/objects/coop-*");
    await page.locator(".head a[href*='record?at=']").click();
    await page.waitForURL("**/record?at=*");
    assert.ok(await page.locator("article.engagement:target").isVisible());
    await leave(page);
  });

test("what is found is marked, and an object that is not held has the usual page", async () => {
  const { page, agency } = await visit("murjania", "en");
  await page.goto(`${agency.url}/en/search?q=hammouchi`);
  assert.equal((await page.locator("mark").first().innerText()).toLowerCase(), "hammouchi");
  page.expected = [404];
  await page.goto(`${agency.url}/en/objects/identity--00000000-0000-4000-8000-000000000000`);
  assert.match(await page.locator("h1").innerText(), /No such page/);
  page.problems = page.problems.filter((problem) => !/404/.test(problem));
  await leave(page);
});

test("the first page is light", async () => {
  const { page } = await visit("murjania", "ar");
  await page.waitForLoadState("networkidle");
  const fresh = await openPage(browser, demo.agency("murjania").url, {
    storageState: await page.context().storageState(),
  });
  await fresh.goto(page.url(), { waitUntil: "networkidle" });
  assert.ok(fresh.bytes > 10_000 && fresh.bytes < 300_000, `${fresh.bytes} bytes`);
  await leave(fresh);
  await leave(page);
});

test("another site cannot send our forms", async () => {
  const { page, agency } = await visit("murjania", "en");
  const answer = await page.context().request.post(`${agency.url}/en/sign-out`, {
    headers: { "Sec-Fetch-Site": "cross-site" },
  });
  assert.equal(answer.status(), 403);
  await page.goto(`${agency.url}/en/today`);
  assert.match(page.url(), /\/en\/today/);
  await leave(page);
});
