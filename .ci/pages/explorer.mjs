// Looks at the explorer of a running node: it runs its own first query, once without a key
// and once with one, wide and narrow, and nothing comes from another host.
//
//   node explorer.mjs READY-FILE FOLDER-FOR-PICTURES
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "./launch.mjs";

const [readyFile, pictures] = process.argv.slice(2);
const ready = JSON.parse(readFileSync(readyFile, "utf8"));
const browser = await launch();
let passed = 0;
try {
  for (const [name, viewport, locale] of [
    ["wide-zh", { width: 1440, height: 900 }, "zh-CN"],
    ["wide-en", { width: 1440, height: 900 }, "en-GB"],
    ["narrow-zh", { width: 390, height: 844 }, "zh-CN"],
  ]) {
    await look(name, viewport, locale);
    passed++;
  }
} finally {
  await browser.close();
}
console.log(`${passed} passed, 0 failed`);

async function look(name, viewport, locale) {
  const page = await (await browser.newContext({ viewport, locale })).newPage();
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== ready.url) complaints.push(`asks ${url.origin}`);
  });
  await page.goto(`${ready.url}/explorer/`);
  await page.locator(".graphiql-execute-button").waitFor();
  assert.equal(await execute(page), undefined, "without a key the caller is anonymous");
  await page.locator("header input, input[type=password]").first().fill(ready.callers.national.key);
  await page.getByRole("button", { name: "使用 Use" }).click();
  assert.equal(await execute(page), `Bearer ${ready.callers.national.key}`, "the key goes with the query");
  await page.screenshot({ path: join(pictures, `explorer-${name}.png`) });
  assert.deepEqual(complaints, [], "the browser has nothing to complain of");
  await page.context().close();
}

// execute runs the query in the editor, expects an answer with certificates on the page, and
// returns the credential that was sent.
async function execute(page) {
  const answered = page.waitForResponse((r) => r.url().endsWith("/graphql") && r.request().postData()?.includes("LatestCertificates"));
  await page.locator(".graphiql-execute-button").click();
  const response = await answered;
  assert.equal(response.status(), 200);
  assert.ok((await response.json()).data.certificates.edges.length > 0, "there are certificates");
  await page.locator(".result-window", { hasText: "documentType" }).waitFor();
  return (await response.request().allHeaders()).authorization;
}
