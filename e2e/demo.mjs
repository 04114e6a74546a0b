// The demo, up and serving on free ports, and a browser that is signed in to one of its nodes.
import { spawn } from "node:child_process";
import path from "node:path";
import { chromium } from "playwright-core";

const MITHAQ = path.resolve(
  import.meta.dirname,
  "..",
  process.env.MITHAQ_PROGRAM ?? "target/debug/mithaq",
);

export async function startDemo() {
  const child = spawn(MITHAQ, ["demo", "--json", "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  for await (const chunk of child.stdout) {
    text += chunk;
    if (text.endsWith("\n}\n")) break;
  }
  const told = JSON.parse(text);
  const agency = (key) => told.agencies.find((one) => one.key === key);
  const stop = () =>
    new Promise((done) => {
      child.once("exit", done);
      child.kill("SIGTERM");
    });
  return { told, agency, stop };
}

export async function startBrowser() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const close = async () => {
    await browser.close();
  };
  return { browser, close };
}

// A page whose every problem is kept: console errors, refused or failed requests, anything that
// leaves the host.
export async function openPage(browser, url, options = {}) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
  const page = await context.newPage();
  page.problems = [];
  page.bytes = 0;
  const host = new URL(url).host;
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) page.problems.push(message.text());
  });
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("request", (request) => {
    const target = new URL(request.url());
    if (target.protocol !== "data:" && target.host !== host)
      page.problems.push(`left the host: ${request.url()}`);
  });
  page.on("requestfinished", async (request) => {
    const sizes = await request.sizes().catch(() => null);
    if (sizes) page.bytes += sizes.responseBodySize;
  });
  page.on("response", (response) => {
    if (response.status() >= 400 && !page.expected?.includes(response.status()))
      page.problems.push(`${response.status()} ${response.url()}`);
  });
  return page;
}

export async function signIn(page, agency, language) {
  await page.goto(`${agency.url}/${language}/today`);
  await page.fill("input[name=name]", agency.officer);
  await page.fill("input[name=password]", agency.password);
  await page.click("main button[type=submit]");
  await page.waitForURL(`**/${language}/today`);
}
