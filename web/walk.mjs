// Walks the workbench in Chromium as an analyst would, and lets axe look at every view.
// usage: walk.mjs URL [FOLDER-FOR-SCREENSHOTS]
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [base, shots] = [process.argv[2].replace(/\/$/, ""), process.argv[3]];
const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, bypassCSP: true, acceptDownloads: true });
const page = await context.newPage();
page.setDefaultTimeout(30000);
const errors = [];
page.on("pageerror", (error) => errors.push(error.message));
let step = "";
const say = (text) => { step = text; console.log(text); };
const api = (path) => page.evaluate((p) => fetch(`/api/v1${p}`).then((r) => r.json()), path);

/** No serious violation of the view that is open. */
async function look(name) {
  await page.waitForFunction(() => !document.querySelector(".brush.waiting"));
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const serious = found.violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  assert.deepEqual(serious.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.any[0]?.message ?? ""}`).join("; ")}`), [], name);
}

try {
  say("1 overview: a finding leads to its pair");
  await page.goto(`${base}/`);
  await page.getByRole("heading", { name: /Strongest shifts/ }).waitFor();
  await look("overview");
  await page.locator("ol li a").first().click();
  await page.getByText(/What carries/).waitFor();
  await look("pair");

  say("2 a day of the chart shows what carries it, and the claim opens in its document");
  const chart = page.locator(".chart svg").first();
  const box = await chart.boundingBox();
  await page.mouse.click(box.x + box.width * 0.6, box.y + box.height / 2);
  await page.waitForURL(/at=\d{4}-\d\d-\d\d/);
  await page.locator("article a.sentence").first().click();
  await page.waitForURL(/\/document\//);
  await page.locator(".claim.chosen").first().waitFor();
  await look("reader");

  say("3 reader: reject, undo, correct, by keys and by buttons");
  const claims = page.locator(".claims li");
  const before = await claims.count();
  await page.getByRole("button", { name: "Reject" }).click();
  await page.waitForFunction((n) => document.querySelectorAll(".claims li").length === n - 1, before);
  await page.keyboard.press("u");
  await page.waitForFunction((n) => document.querySelectorAll(".claims li").length === n, before);
  await page.keyboard.press("j");
  await page.getByRole("button", { name: "Correct" }).click();
  await page.locator("form select").first().selectOption("PROTEST");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(/by review/).waitFor();
  await page.locator(".tag", { hasText: "PROTEST" }).first().waitFor();
  await page.getByRole("button", { name: "Undo" }).first().click();
  await page.waitForFunction(() => ![...document.querySelectorAll(".claims li")].some((li) => li.textContent.includes("PROTEST")));

  say("4 map: another state is chosen, the period moves by keys");
  await page.goto(`${base}/map?actor=PAK`);
  await page.getByText(/Alignment to Pakistan/).waitFor();
  await look("map");
  await page.locator("#map-actor").fill("Russia");
  await page.locator("#map-actor").press("Enter");
  await page.getByText(/Alignment to Russia/).waitFor();
  await page.getByRole("slider", { name: "End of the period" }).focus();
  await page.keyboard.press("ArrowLeft");
  await page.waitForURL(/to=\d{4}-\d\d/);

  say("5 network: an actor's own ties, and the table's numbers as JSON");
  await page.goto(`${base}/network`);
  await page.locator("[data-node]").first().waitFor();
  await look("network");
  const all = await page.locator("[data-node]").count();
  await page.locator("[data-node=IND]").press("Enter");
  await page.waitForURL(/ego=IND/);
  await page.waitForFunction((n) => document.querySelectorAll("[data-node]").length < n, all);

  say("6 claims and documents are filtered");
  await page.goto(`${base}/timeline?actor=IND&type=ACCUSE`);
  const total = (await api("/claims?actor=IND&type=ACCUSE")).total;
  await page.getByText(new RegExp(`of ${total} claims shown`)).waitFor();
  await look("claims");
  await page.goto(`${base}/documents`);
  await page.getByText(/documents shown/).waitFor();
  await look("documents");

  say("7 scenarios: run, compare, move a weight, open a source");
  await page.goto(`${base}/scenario/eurasia.gas-without-tapi`);
  await page.getByText(/Rests on/).waitFor();
  await look("scenario");
  await page.getByLabel("against").selectOption({ index: 1 });
  await page.locator("path.base").first().waitFor({ state: "attached" });
  const slider = page.locator(".assumption input").first();
  await slider.fill("9");
  await page.getByRole("button", { name: "Weights as written" }).waitFor();
  await page.locator(".assumption button").first().click();

  say("8 add: a pasted text is read and opens");
  await page.goto(`${base}/add`);
  await look("add");
  await page.getByLabel("Text").fill("Kenya accused Uganda of closing the border on Tuesday.\n\nUganda denied the accusation.");
  await page.getByLabel("Date").fill("2021-03-04");
  await page.getByRole("button", { name: "Read it" }).click();
  await page.waitForURL(/\/document\//);
  await page.getByText(/claims of 2 sentences/).waitFor();

  say("9 a missed claim is added by marking words");
  await page.evaluate(() => {
    const spans = [...document.querySelectorAll("[data-from]")];
    const span = spans.find((s) => s.textContent.includes("border"));
    const range = document.createRange(), node = span.firstChild, at = node.textContent.indexOf("border");
    range.setStart(node, at);
    range.setEnd(node, at + 6);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    document.querySelector(".body").dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
  });
  await page.getByRole("button", { name: "Add a missed claim here" }).click();
  await page.getByLabel("Actor", { exact: true }).fill("KEN");
  await page.getByLabel("Recipient", { exact: true }).fill("UGA");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("somebody added it").waitFor();

  say("10 dark, and narrow");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.goto(`${base}/`);
  await page.getByRole("heading", { name: /Strongest shifts/ }).waitFor();
  await look("overview-dark");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 1024, `the page is ${wide} wide`);
  assert.deepEqual(errors, []);
  console.log("done");
} catch (error) {
  console.error(`at step "${step}": ${error.message}`, errors);
  if (shots) await page.screenshot({ path: `${shots}/failed.png` });
  process.exitCode = 1;
} finally {
  await browser.close();
}
