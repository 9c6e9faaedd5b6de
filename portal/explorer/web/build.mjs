// Builds the bundle into the folder named by the first argument. Run by ../build.sh.
import { build } from 'esbuild';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const out = process.argv[2];

// GraphiQL's style sheets carry two Latin web fonts as data. They are left out: the page
// then needs no data: in its content policy, and shows Chinese in the reader's own font.
const withoutFonts = {
  name: 'without-fonts',
  setup(b) {
    b.onLoad({ filter: /\.css$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(/@font-face\s*\{[^}]*\}/g, ''),
      loader: 'css',
    }));
  },
};

const result = await build({
  entryPoints: { explorer: 'main.jsx' },
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  outdir: out,
  format: 'iife',
  target: 'es2022',
  jsx: 'automatic',
  legalComments: 'none', // they are in LICENSES.txt
  define: { 'process.env.NODE_ENV': '"production"' },
  alias: { 'react-style-singleton': './no-style-element.js' },
  plugins: [withoutFonts],
  logLevel: 'warning',
});

for (const file of result.outputFiles) {
  writeFileSync(`${file.path}.gz`, gzipSync(file.contents, { level: 9 }));
}
writeFileSync(join(out, 'LICENSES.txt'), licences(result.metafile));

// licences writes the licence of every package that has code in the bundle.
function licences(metafile) {
  const folders = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const match = input.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//);
    if (match) folders.add(match[1]);
  }
  const texts = [...folders].sort().map((folder) => {
    const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `(${about.license}, by ${author(about)}; the package has no licence file)`;
    return `${about.name} ${about.version} (${about.license})\n\n${text}\n`;
  });
  const head = 'The explorer is made of these packages, under these licences.\n';
  return [head, ...texts].join(`\n${'-'.repeat(80)}\n\n`);
}

function author({ author, name }) {
  return (author && (author.name ?? author)) || `the authors of ${name}`;
}
