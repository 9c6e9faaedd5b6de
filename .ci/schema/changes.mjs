// Keeps docs/schema-changes.md: how the schema differs from that of the last release.
//
//   node .ci/schema/changes.mjs           writes the page anew
//   node .ci/schema/changes.mjs check     fails where the page is not as it would be written,
//                                         and where a change breaks callers without a reason
//   node .ci/schema/changes.mjs release v1.2.3
//                                         before that tag is made: closes the page's first
//                                         section and makes the schema the one to compare with
//
// The last release is the newest tag v*. Before the first one, while a release is prepared,
// and in a copy without tags it is docs/schema-baseline.graphqls, whose first line names it.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { diff, DiffRule } from "@graphql-inspector/core";
import { buildASTSchema, parse, print, visit } from "graphql";

process.chdir(new URL("../..", import.meta.url).pathname);
const page = "docs/schema-changes.md";
const baseline = "docs/schema-baseline.graphqls";
const accepted = ".ci/schema/accepted.json"; // path of a breaking change: why it is made

const head = `# Changes of the schema

What changed for callers, release by release; changes of descriptions are left out. *Breaking* changes make requests fail that were
answered before: each is made for the reason beside it. *With care* means that requests go on to be answered, but a client may meet
what it did not know, as a new value of an enumeration.

This page is made by \`npm ci --prefix .ci/schema && node .ci/schema/changes.mjs\`.

`;
const headings = { BREAKING: "Breaking", DANGEROUS: "With care", NON_BREAKING: "Other" };

const git = (...args) => execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
const isSource = (path) => /^graph\/(schema\/\w+|federation)\.graphqls$/.test(path);

// bare is a schema without its descriptions.
const bare = (sdl) => visit(parse(sdl), { enter: (node) => ({ ...node, description: undefined }) });

// current is the schema in the working tree.
function current() {
  const paths = ["graph/federation.graphqls", ...readdirSync("graph/schema").map((name) => `graph/schema/${name}`)];
  return paths.filter(isSource).map((path) => readFileSync(path, "utf8")).join("\n");
}

// lastRelease is the name and the schema of what to compare with.
function lastRelease() {
  const text = readFileSync(baseline, "utf8");
  const name = text.match(/^# (.*)/)[1];
  const tags = git("tag", "--list", "v*", "--sort=-version:refname").split("\n").filter(Boolean);
  if (tags.length === 0 || (name.startsWith("v") && !tags.includes(name))) return { name, sdl: text };
  const paths = git("ls-tree", "-r", "--name-only", tags[0], "graph").split("\n").filter(isSource);
  return { name: tags[0], sdl: paths.map((path) => git("show", `${tags[0]}:${path}`)).join("\n") };
}

// section lists the changes since a schema, and says of which there is no reason, and which
// reasons are for nothing.
async function section(sdl) {
  const reasons = JSON.parse(readFileSync(accepted, "utf8"));
  const changes = (await diff(buildASTSchema(bare(sdl)), buildASTSchema(bare(current())), [DiffRule.simplifyChanges]))
    .filter((change) => !change.path?.includes("@link")) // the specifications used are no caller's concern
    .map((change) => ({ ...change, level: change.criticality.level, why: reasons[change.path] }));
  const parts = Object.entries(headings).map(([level, heading]) => {
    const lines = changes.filter((change) => change.level === level).map(line).sort();
    return lines.length ? `### ${heading}\n\n${lines.join("\n")}\n\n` : "";
  });
  const breaking = changes.filter((change) => change.level === "BREAKING");
  return {
    text: parts.join("") || "Nothing yet.\n\n",
    unexplained: breaking.filter((change) => !change.why),
    idle: Object.keys(reasons).filter((path) => !breaking.some((change) => change.path === path)),
  };
}

function line({ message, why }) {
  const text = message.replaceAll("'", "`");
  return why ? `- ${text}: ${why}` : `- ${text}`;
}

// older are the sections of earlier releases.
function older() {
  const sections = readFileSync(page, "utf8").split(/^(?=## )/m);
  return sections.slice(2).join("");
}

async function main(verb, version) {
  const release = lastRelease();
  const { text, unexplained, idle } = await section(release.sdl);
  const made = `${head}## Since ${release.name}\n\n${text}${older()}`.trimEnd() + "\n";
  const faults = [
    ...unexplained.map((change) => `${change.message} (${change.path}): this breaks callers; deprecate instead, or give the reason in ${accepted}`),
    ...idle.map((path) => `${accepted} gives a reason for ${path}, which is no breaking change`),
  ];
  switch (verb) {
    case undefined:
      writeFileSync(page, made);
      break;
    case "check":
      if (made !== readFileSync(page, "utf8")) faults.push(`${page} is out of date: run node .ci/schema/changes.mjs`);
      break;
    case "release":
      if (!/^v\d+\.\d+\.\d+$/.test(version)) throw new Error("name the release as its tag: release v1.2.3");
      writeFileSync(page, `${head}## Since ${version}\n\nNothing yet.\n\n## ${version}\n\n${text}${older()}`.trimEnd() + "\n");
      writeFileSync(baseline, `# ${version}\n\n${print(bare(current()))}\n`);
      writeFileSync(accepted, "{}\n");
      break;
    default:
      throw new Error(`there is no ${verb}: check or release`);
  }
  faults.forEach((fault) => console.error(fault));
  process.exitCode = faults.length ? 1 : 0;
}

await main(...process.argv.slice(2));
