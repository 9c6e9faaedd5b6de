// The node composes with another graph, and answers behind stock gateways what it answers
// alone, to each caller what is for him.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as apolloComposition from "@apollo/composition";
import * as guildComposition from "@theguild/federation-composition";
import { parse } from "graphql";
import * as gateways from "./gateways.mjs";
import { ask, callers, ready, sdl } from "./node.mjs";
import * as products from "./products.mjs";

const compositions = { apollo: apolloComposition.composeServices, hive: guildComposition.composeServices };

// instruments are those that the callers see alone: the expected answers.
const own = `id model serialNumber classification certificates(first: 5) { totalCount edges { node { number } } }`;
const ownList = `{ instruments(first: 60) { edges { node { ${own} } } } }`;
const nodesOf = (connection) => connection.edges.map((edge) => edge.node);

const expected = {}; // by caller: what the node itself answers of each instrument delivered
let delivered, graph, subgraphs;

before(async () => {
  delivered = nodesOf((await ask(ready.graphql, callers.national, ownList)).instruments);
  for (const [name, key] of Object.entries(callers)) {
    const { nodes } = await ask(ready.graphql, key, `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Instrument { ${own} } } }`,
      { ids: delivered.map((one) => one.id) });
    expected[name] = new Map(nodes.map((seen, i) => [delivered[i].id, seen]));
  }
  graph = await products.start(delivered);
  subgraphs = [
    { name: "metrograph", url: ready.graphql, typeDefs: parse(await sdl()) },
    { name: "products", url: graph.url, typeDefs: parse(products.sdl) },
  ];
});
after(() => graph?.stop());

test("callers differ in what they see", () => {
  const seen = (name) => [...expected[name].values()].filter(Boolean).length;
  assert.equal(seen("national"), delivered.length);
  assert.ok(seen("anonymous") > 0 && seen("anonymous") < delivered.length, `anonymous sees ${seen("anonymous")} of ${delivered.length}`);
});

for (const [name, compose] of Object.entries(compositions)) {
  describe(name, () => {
    let gateway;
    before(async () => {
      const { supergraphSdl, errors, hints } = compose(subgraphs);
      assert.equal(errors, undefined, `composition: ${errors}`);
      assert.deepEqual((hints ?? []).map(String), []);
      gateway = await gateways[name](supergraphSdl);
    });
    after(() => gateway?.stop());

    for (const [caller, key] of Object.entries(callers)) {
      test(`from the node to the products, ${caller}`, async () => {
        const data = await ask(gateway.url, key, `{ instruments(first: 60) { edges { node { ${own} product { model manual } } } } }`);
        const want = nodesOf((await ask(ready.graphql, key, ownList)).instruments)
          .map((one) => ({ ...one, product: { model: one.model, manual: products.manualOf(one.model) } }));
        assert.ok(want.length > 0);
        assert.deepEqual(nodesOf(data.instruments), want);
      });

      test(`from the products to the node, ${caller}`, async () => {
        const data = await ask(gateway.url, key, `{ products { model delivered { ${own} } } }`);
        const got = data.products.flatMap((product) => product.delivered);
        assert.equal(got.length, delivered.length);
        for (const one of got) {
          const hidden = { id: one.id, model: null, serialNumber: null, classification: null, certificates: null };
          assert.deepEqual(one, expected[caller].get(one.id) ?? hidden);
        }
      });
    }
  });
}
