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

/** No serious violation of the view that is open, in light and in dark, and no width that it does not fit. */
async function look(name) {
  await page.waitForFunction(() => !document.querySelector(".brush.waiting"));
  await page.waitForFunction(() => ![...document.querySelectorAll("p.soft")].some((p) => /^(Working it out)?…$/.test(p.textContent)));
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
  await page.evaluate(axe);
  for (const colorScheme of ["dark", "light"]) {
    await page.emulateMedia({ colorScheme });
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    const serious = found.violations.filter((v) => v.impact === "serious" || v.impact === "critical");
    assert.deepEqual(serious.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.any[0]?.message ?? ""}`).join("; ")}`), [], `${name}, ${colorScheme}`);
  }
  for (const width of [1024, 2560, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    // The page lays itself out anew once it knows of its new size.
    await page.waitForFunction((width) => innerWidth === width && document.documentElement.scrollWidth <= width, width, { timeout: 10000 })
      .catch(async () => assert.fail(`${name} is ${await page.evaluate(() => document.documentElement.scrollWidth)} wide in a window of ${width}`));
  }
}
/** What a click on a button saves. */
async function saved(name, scope = page) {
  const [download] = await Promise.all([page.waitForEvent("download"), scope.getByRole("button", { name, exact: true }).first().click()]);
  return readFileSync(await download.path(), name === "PNG" ? null : "utf8");
}

try {
  say("1 overview: a finding leads to its pair");
  const opened = performance.now();
  await page.goto(`${base}/`);
  await page.getByText("Most written about").waitFor();
  const usable = performance.now() - opened;
  await page.getByRole("heading", { name: /Strongest shifts/ }).waitFor();
  say(`  first view after ${Math.round(usable)} ms (goal: 1000), complete after ${Math.round(performance.now() - opened)}`);
  await look("overview");
  await page.getByRole("button", { name: "last read" }).click();
  await page.waitForURL(/documents=read/);
  const { documents: lastRead, total: held } = await api("/documents?limit=8");
  await page.getByText(`8 of ${held} shown.`).waitFor();
  await page.locator("section", { hasText: "Documents last read" }).getByRole("link", { name: lastRead[0].title, exact: true }).waitFor();
  await page.locator("ol li a").first().click();
  await page.getByRole("heading", { name: /What carries/ }).waitFor();
  await page.getByRole("heading", { name: "By layer" }).waitFor();
  await look("pair");
  const pair = new URL(page.url()).searchParams;
  const layers = (await api(`/layers?pair=${pair.get("a")},${pair.get("b")}`)).layers;
  assert.equal(await page.locator("section", { hasText: "By layer" }).locator("tr").count(), layers.length);
  await page.getByRole("button", { name: "sources" }).click();
  await page.waitForURL(/by=source/);
  assert.match(await saved("SVG"), /<svg[^>]*>/);
  assert.match(await saved("CSV"), /^date,mean,low,high\r\n\d{4}-/);

  say("2 a day of the chart shows what carries it, and the claim opens in its document");
  const chart = page.locator(".chart svg").first();
  const box = await chart.boundingBox();
  await page.mouse.click(box.x + box.width * 0.6, box.y + box.height / 2);
  await page.waitForURL(/at=\d{4}-\d\d-\d\d/);
  await page.locator("article a.sentence").first().click();
  await page.waitForURL(/\/document\//);
  await page.locator(".claim.chosen").first().waitFor();
  await page.locator("span.claim").first().hover();
  await page.getByRole("tooltip").getByText(/says/).first().waitFor();
  await page.mouse.move(2, 2);
  await look("reader");

  say("3 reader: reject, undo, correct, by keys and by buttons");
  const claims = page.locator(".claims li");
  const before = await claims.count();
  await page.getByRole("button", { name: "Reject", exact: true }).click();
  await page.waitForFunction((n) => document.querySelectorAll(".claims li").length === n - 1, before);
  await page.keyboard.press("u");
  await page.waitForFunction((n) => document.querySelectorAll(".claims li").length === n, before);
  await page.keyboard.press("j");
  await page.getByRole("button", { name: "Correct", exact: true }).click();
  await page.locator("form select").first().selectOption("PROTEST");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(/by review/).waitFor();
  await page.locator(".tag", { hasText: "PROTEST" }).first().waitFor();
  await page.getByRole("button", { name: "Undo" }).first().click();
  await page.waitForFunction(() => ![...document.querySelectorAll(".claims li")].some((li) => li.textContent.includes("PROTEST")));

  say("4 map: another state is chosen, it is turned and coloured by bloc, the period moves by keys");
  await page.goto(`${base}/map?actor=PAK`);
  const map = (of) => page.getByRole("application", { name: of }).waitFor();
  await map(/alignment to Pakistan/);
  await look("map");
  await page.locator("#map-actor").fill("Russia");
  await page.locator("#map-actor").press("Enter");
  await map(/alignment to Russia/);
  await page.getByRole("application").focus();
  await page.keyboard.press("+");
  await page.keyboard.press("ArrowRight");
  await page.waitForURL(/view=[\d.%2C,-]+/);
  assert.ok((await saved("PNG")).length > 20000);
  await page.locator("label", { hasText: "Colour" }).locator("select").selectOption("bloc");
  await page.waitForURL(/by=bloc/);
  await map(/by bloc/);
  await page.getByText(/actors swing/).waitFor();
  assert.match(await saved("CSV"), /^actor,name,bloc,probability,swing,claims\r\n/);
  await page.getByRole("button", { name: "Reset" }).click();
  await page.waitForURL((url) => !url.search.includes("view="));
  await page.mouse.move(2, 2);
  await look("map-blocs");
  const links = await api("/links?at=2004");
  await page.goto(`${base}/map?actor=PAK&to=2004-12`);
  const there = links.networks.flatMap((n) => n.links).filter((l) => !["absent", "cancelled", "retired"].includes(l.status)).length;
  await page.getByText(new RegExp(`idle; ${there} of`)).waitFor();
  const slider = page.getByRole("slider", { name: "End of the period" });
  await slider.focus();
  await page.keyboard.press("ArrowLeft");
  await page.waitForURL(/to=2004-11/);
  await page.keyboard.press("PageDown");
  await page.waitForURL(/to=2003-11/);
  await page.keyboard.press("Space");
  await page.waitForURL(/to=2004-0/);
  await page.keyboard.press("Space");
  await page.keyboard.press("End");
  await page.waitForURL((url) => !url.search.includes("to="));

  say("5 network: names do not touch, one's own ties, another's beside them, a file for Gephi");
  await page.goto(`${base}/network`);
  await page.locator("[data-node]").first().waitFor();
  await page.getByText(/\d+ of \d+ actors, \d+ of \d+ ties shown/).waitFor();
  await look("network");
  const touching = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll("text.name")].map((t) => t.getBoundingClientRect());
    return boxes.filter((a, i) => boxes.some((b, j) => j > i && a.left < b.right && b.left < a.right && a.top + 2 < b.bottom - 2 && b.top + 2 < a.bottom - 2)).length;
  });
  assert.equal(touching, 0, "names that touch");
  await page.getByRole("button", { name: "Nearer" }).click();
  await page.waitForURL(/view=/);
  await page.getByRole("button", { name: "Fit" }).click();
  await page.waitForURL((url) => !url.search.includes("view="));
  const all = await page.locator("[data-node]").count();
  await page.locator("[data-node=IND]").press("Enter");
  await page.waitForURL(/ego=IND/);
  await page.waitForFunction((n) => document.querySelectorAll("[data-node]").length < n, all);
  await page.locator("#ego").fill("Israel");
  await page.locator("#ego").press("Enter");
  await page.waitForURL(/ego=IND(%2C|,)ISR/);
  const gexf = await saved("GEXF");
  const nodes = await page.evaluate((xml) => {
    const parsed = new DOMParser().parseFromString(xml, "text/xml");
    return parsed.querySelector("parsererror") ? -1 : parsed.querySelectorAll("node").length;
  }, gexf);
  assert.equal(nodes, await page.locator("[data-node]").count());

  say("6 claims and documents are filtered");
  await page.goto(`${base}/timeline?actor=IND&type=ACCUSE`);
  const total = (await api("/claims?actor=IND&type=ACCUSE")).total;
  await page.getByText(new RegExp(`of ${total} claims shown`)).waitFor();
  await page.goto(`${base}/timeline?actor=IND`);
  await page.getByText(/claims shown/).waitFor();
  const { undated } = await api("/counts?actor=IND");
  if (undated) await page.getByText(`${undated} without a date among them`).waitFor();
  await page.locator(".chart g[role=button]").last().waitFor();
  await look("claims");
  await page.locator(".chart g[role=button]").last().click();
  await page.waitForURL(/from=\d{4}-\d\d/);
  const period = new URL(page.url()).searchParams;
  const inside = (await api(`/claims?actor=IND&from=${period.get("from")}${period.get("to") ? `&to=${period.get("to")}` : ""}&limit=1`)).total;
  await page.getByText(new RegExp(`of ${inside} claims shown`)).waitFor();
  await page.goto(`${base}/documents`);
  await page.getByText(/documents shown/).waitFor();
  await look("documents");
  const of2016 = (await api("/documents?from=2016&to=2016&limit=1")).total;
  await page.goto(`${base}/documents?from=2016-01&to=2016-12`);
  await page.getByText(`${of2016} of ${of2016} documents shown`).waitFor();

  say("7 scenarios: run, compare, move a weight, open a source");
  await page.goto(`${base}/scenario/eurasia.gas-without-tapi`);
  await page.getByText(/Rests on/).waitFor();
  await look("scenario");
  await page.getByLabel("against").selectOption({ index: 1 });
  await page.locator("path.base").first().waitFor({ state: "attached" });
  await page.locator(".assumption input").first().fill("9");
  await page.getByRole("button", { name: "Weights as written" }).waitFor();
  await page.waitForURL(/weights=.*%3A9|weights=.*:9/);
  await page.reload();
  await page.getByRole("button", { name: "Weights as written" }).waitFor();
  assert.equal(await page.locator(".assumption input").first().inputValue(), "9");
  await page.locator(".assumption button[aria-expanded]").first().click();
  await page.locator(".assumption article a.sentence, .assumption p").first().waitFor();
  const why = page.locator("details", { hasText: "What moves it" }).first();
  await why.locator("summary").first().click();
  await why.locator("details.push summary").first().click();
  await why.locator("details.push article, details.push p").first().waitFor();
  await page.getByRole("button", { name: "Try each assumption" }).click();
  await page.getByText(/changes shown/).waitFor();
  assert.match(await saved("SVG"), /<svg/);

  say("8 add: a pasted text is read and opens");
  await page.goto(`${base}/add`);
  await look("add");
  await page.getByLabel("Text", { exact: true }).fill("Kenya accused Uganda of closing the border on Tuesday.\n\nUganda denied the accusation.");
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
  // By keys alone, with a name instead of an id; words that do not stand in the text are refused, and so is nobody.
  await page.locator("h1").click();
  await page.keyboard.press("n");
  await page.keyboard.type("the frontier");
  await page.getByLabel("Actor", { exact: true }).fill("Uganda");
  await page.getByLabel("Recipient", { exact: true }).fill("Kenyaa");
  await page.getByText("nobody in the record is called so").waitFor();
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await page.getByRole("alert").getByText(/does not stand in the text/).waitFor();
  await page.getByPlaceholder("words of the text").fill("Uganda denied");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await page.getByRole("alert").getByText(/nobody is called so: Kenyaa/).waitFor();
  await page.getByLabel("Recipient", { exact: true }).fill("Kenya");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await page.getByRole("heading", { name: "Uganda (UGA) → Kenya (KEN)" }).waitFor();
  // A month stays a month.
  await page.keyboard.press("e");
  await page.getByLabel("From").fill("2021-02");
  await page.getByLabel("to", { exact: true }).fill("");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await page.getByText("2021-02-01 to 2021-02-28").waitFor();

  say("10 a file is dropped in; a bad one says what to do");
  await page.goto(`${base}/add`);
  const choose = page.locator("input[type=file]");
  await choose.setInputFiles({ name: "peru.txt", mimeType: "text/plain", buffer: Buffer.from("Peru thanked Chile for its aid on Friday.") });
  await page.waitForURL(/\/document\//);
  await page.goto(`${base}/add`);
  await choose.setInputFiles({ name: "broken.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4 \xff\xfe nothing") });
  await page.locator("td .minus").waitFor();

  say("11 dark, and narrow; nothing but the keyboard");
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.goto(`${base}/`);
  await page.getByRole("heading", { name: /Strongest shifts/ }).waitFor();
  if (shots) await page.screenshot({ path: `${shots}/overview-dark.png` });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main", "the skip link leads to the content");
  await page.keyboard.press("3");
  await page.waitForURL(/\/network/);
  await page.keyboard.press("?");
  await page.getByRole("dialog").getByText("blames, condemns, sues").waitFor();
  await page.keyboard.press("Escape");
  assert.deepEqual(errors, []);
  console.log("done");
} catch (error) {
  console.error(`at step "${step}": ${error.message}`, errors);
  if (shots) await page.screenshot({ path: `${shots}/failed.png` });
  process.exitCode = 1;
} finally {
  await browser.close();
}
