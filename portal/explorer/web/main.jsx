// The explorer is GraphiQL and a bar for the caller's key. Everything it needs is in the
// bundle that esbuild makes of this file: it works without any other network.
import { StrictMode, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { GraphiQL } from 'graphiql';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { createClient } from 'graphql-ws';
import 'graphiql/style.css';
import './page.css';
import { withoutHeaders } from './storage.js';

const endpoint = new URL(document.querySelector('meta[name="metrograph-endpoint"]').content, location.href);

function authorization(key) {
  return key ? { Authorization: `Bearer ${key}` } : {};
}

function fetcherFor(key) {
  const socket = new URL(endpoint);
  socket.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return createGraphiQLFetcher({
    url: endpoint.href,
    headers: authorization(key),
    wsClient: createClient({ url: socket.href, connectionParams: authorization(key), lazy: true }),
  });
}

// The key lives in this component only: a page that is closed or reloaded has forgotten it.
function KeyBar({ onKey }) {
  return (
    <form
      className="mg-bar"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        onKey(event.currentTarget.elements.key.value.trim());
      }}
    >
      <strong className="mg-name">Metrograph</strong>
      <label htmlFor="mg-key">访问密钥 API key</label>
      <input
        id="mg-key"
        name="key"
        type="password"
        autoComplete="off"
        spellCheck="false"
        placeholder="mg_… 或 JWT（留空为匿名 empty: anonymous）"
        onBlur={(event) => onKey(event.currentTarget.value.trim())}
      />
      <button type="submit">使用 Use</button>
    </form>
  );
}

function Explorer({ sample }) {
  const [key, setKey] = useState('');
  const fetcher = useMemo(() => fetcherFor(key), [key]);
  const storage = useMemo(() => withoutHeaders(window.localStorage), []);
  return (
    <>
      <KeyBar onKey={setKey} />
      <main className="mg-main">
        <GraphiQL
          fetcher={fetcher}
          storage={storage}
          defaultQuery={sample}
          shouldPersistHeaders={false}
          defaultEditorToolsVisibility={false}
        >
          <GraphiQL.Logo>{' '}</GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  );
}

async function start() {
  const response = await fetch('sample.graphql');
  const sample = response.ok ? await response.text() : '';
  createRoot(document.getElementById('explorer')).render(
    <StrictMode>
      <Explorer sample={sample} />
    </StrictMode>,
  );
}

start();
