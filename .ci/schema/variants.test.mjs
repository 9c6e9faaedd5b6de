// A supergraph may be published in variants that leave out what is tagged: what those who run
// nodes work with, and what changes records. Each variant is whole in itself.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { composeServices } from "@apollo/composition";
import { applyTagFilterOnSubgraphs, composeSchemaContract } from "@theguild/federation-composition";
import { buildSchema, parse, visit } from "graphql";
import { sdl } from "./node.mjs";

let subgraph;
before(async () => {
  subgraph = { name: "metrograph", url: "http://metrograph.example/graphql", typeDefs: parse(await sdl()) };
});

// tagged are the types and the fields of root types that have one of the tags.
function tagged(tags) {
  const has = (node) => node.directives?.some((one) => one.name.value === "tag" && tags.includes(one.arguments[0].value.value));
  const types = new Set(), fields = new Set();
  visit(subgraph.typeDefs, {
    enter(node) {
      if (/(Type|Enum|InputObject).*(Definition|Extension)$/.test(node.kind) && has(node)) types.add(node.name.value);
      for (const field of node.fields ?? []) if (has(field)) fields.add(`${node.name.value}.${field.name.value}`);
    },
  });
  return { types: [...types], fields: [...fields] };
}

for (const [variant, tags] of Object.entries({ "without the operators' things": ["internal"], "to read only": ["internal", "write"] })) {
  test(`a variant ${variant}`, () => {
    const filter = { include: new Set(), exclude: new Set(tags) };
    const { publicSdl, errors } = composeSchemaContract([subgraph], filter, true);
    assert.equal(errors, undefined, String(errors));
    const schema = buildSchema(publicSdl);
    const { types, fields } = tagged(tags);
    assert.ok(types.includes("Peer") && fields.includes("Query.peers"));
    assert.deepEqual(types.filter((name) => schema.getType(name)), []);
    assert.deepEqual(fields.filter((at) => schema.getType(at.split(".")[0])?.getFields()[at.split(".")[1]]), []);
    assert.ok(schema.getQueryType().getFields().certificates);
    assert.equal(Boolean(schema.getMutationType()), !tags.includes("write"));

    const apollo = composeServices(applyTagFilterOnSubgraphs([subgraph], filter));
    assert.equal(apollo.errors, undefined, String(apollo.errors));
  });
}
