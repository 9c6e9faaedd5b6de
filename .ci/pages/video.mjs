// Plays a video from a running node in a browser, without a key: the browser makes one, it is
// uploaded in pieces by tus and put into a data set with a poster, and a <video> element plays
// it from the address that the API gives, and seeks in it by asking for parts.
//
//   node video.mjs READY-FILE
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { launch } from "./launch.mjs";

const ready = JSON.parse(readFileSync(process.argv[2], "utf8"));
const authorization = `Bearer ${ready.callers.administrator.key}`;
const browser = await launch();
try {
  const context = await browser.newContext({ bypassCSP: true }); // the page is borrowed
  const page = await context.newPage();
  await page.goto(`${ready.url}/explorer/`);
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve("mediabunny").replace(/dist\/.*/, "dist/bundles/mediabunny.min.cjs") });
  const made = await page.evaluate(make);
  const bytes = Buffer.from(made.video, "base64");
  const video = await upload(bytes, { role: "VIDEO", filename: "verification.webm", filetype: "video/webm" });
  const poster = await upload(Buffer.from(made.poster, "base64"), { role: "PICTURE", filename: "poster.png", filetype: "image/png" });
  const media = await dataset(video, poster);
  assert.equal(media.caption.en, "A dial that turns");
  assert.equal(media.shows.code, "JJG 1-2026");

  const asked = [];
  page.on("response", (response) => {
    if (response.url().includes(video)) {
      asked.push({ status: response.status(), range: response.request().headers().range, key: response.request().headers().authorization });
    }
  });
  const played = await page.evaluate(play, { video: media.attachment.temporaryUrl, poster: media.poster.temporaryUrl });
  assert.ok(Math.abs(played.duration - 20) < 0.5, `it lasts ${played.duration} s`);
  assert.equal(played.posterWidth, 320);
  assert.ok(played.before > 0, "it plays");
  for (const [to, at, colour] of played.sought) {
    assert.ok(Math.abs(at - to) < 0.1, `sought ${to} s, is at ${at} s`);
    assert.ok(Math.abs(colour - 10 * to) < 12, `at ${to} s the picture is ${colour}`);
  }
  assert.ok(played.after > played.sought.at(-1)[0], "it plays on from there");
  assert.ok(asked.length > 1 && asked.every((one) => one.status === 206 && one.range.startsWith("bytes=") && !one.key), JSON.stringify(asked));
  assert.ok(asked.some((one) => one.range !== "bytes=0-"), `seeking asks for a part: ${JSON.stringify(asked)}`);
} finally {
  await browser.close();
}
console.log("1 passed, 0 failed");

// make makes a video of 20 s in the browser, whose grey grows by 10 a second, and a poster.
async function make() {
  const { BufferTarget, CanvasSource, Output, WebMOutputFormat } = window.Mediabunny;
  const canvas = new OffscreenCanvas(320, 240);
  const draw = canvas.getContext("2d");
  const output = new Output({ format: new WebMOutputFormat(), target: new BufferTarget() });
  const source = new CanvasSource(canvas, { codec: "vp8", bitrate: 6e6, keyFrameInterval: 1 });
  output.addVideoTrack(source, { frameRate: 10 });
  await output.start();
  for (let i = 0; i < 200; i++) {
    draw.fillStyle = `rgb(${i},${i},${i})`;
    draw.fillRect(0, 0, 320, 240);
    const noise = draw.createImageData(320, 160); // so that the file is of some size
    crypto.getRandomValues(noise.data.subarray(0, 65536));
    for (let at = 65536; at < noise.data.length; at += 65536) {
      crypto.getRandomValues(noise.data.subarray(at, at + 65536));
    }
    for (let at = 3; at < noise.data.length; at += 4) {
      noise.data[at] = 255;
    }
    draw.putImageData(noise, 0, 0);
    await source.add(i / 10, 0.1);
  }
  const picture = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
  await output.finalize();
  const text = (part) => {
    let all = "";
    for (let at = 0; at < part.length; at += 8192) {
      all += String.fromCharCode(...part.subarray(at, at + 8192));
    }
    return btoa(all);
  };
  return { video: text(new Uint8Array(output.target.buffer)), poster: text(picture) };
}

// play plays a video from the middle of the page, as a reader would, and seeks in it.
async function play(media) {
  const video = document.createElement("video");
  const happens = (name) => new Promise((resolve, reject) => {
    video.addEventListener(name, resolve, { once: true });
    video.addEventListener("error", () => reject(new Error(video.error.message)), { once: true });
  });
  const poster = new Image();
  poster.src = media.poster;
  await poster.decode();
  video.muted = true;
  video.preload = "metadata";
  video.poster = media.poster;
  const known = happens("loadedmetadata");
  video.src = media.video;
  document.body.append(video);
  await known;
  const moves = async (from) => {
    while (video.currentTime <= from) {
      await happens("timeupdate");
    }
    return video.currentTime;
  };
  await video.play();
  const before = await moves(0);
  video.pause();
  const canvas = new OffscreenCanvas(1, 1);
  const draw = canvas.getContext("2d");
  const sought = [];
  for (const to of [18.05, 2.05, 12.05]) {
    const arrived = happens("seeked");
    video.currentTime = to;
    await arrived;
    draw.drawImage(video, 100, 200, 1, 1, 0, 0, 1, 1);
    sought.push([to, video.currentTime, draw.getImageData(0, 0, 1, 1).data[0]]);
  }
  await video.play();
  const after = await moves(12.05);
  return { duration: video.duration, posterWidth: poster.naturalWidth, before, sought, after };
}

// upload sends a file by tus in three pieces, and tells the id of the attachment that it is.
async function upload(bytes, said) {
  const metadata = Object.entries(said).map(([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`).join(",");
  const headers = { authorization, "tus-resumable": "1.0.0" };
  const begun = await fetch(`${ready.url}/uploads/`, { method: "POST", headers: { ...headers, "upload-length": `${bytes.length}`, "upload-metadata": metadata } });
  assert.equal(begun.status, 201, await begun.text());
  const place = new URL(begun.headers.get("location"), ready.url);
  let result;
  for (let at = 0, step = Math.ceil(bytes.length / 3); at < bytes.length; at += step) {
    const sent = await fetch(place, {
      method: "PATCH", body: bytes.subarray(at, at + step),
      headers: { ...headers, "content-type": "application/offset+octet-stream", "upload-offset": `${at}` },
    });
    assert.equal(sent.status, 204, await sent.text());
    result = sent.headers.get("content-location");
  }
  return result.replace("/attachments/", "");
}

// dataset makes a data set of a video, and asks for it.
async function dataset(video, poster) {
  const method = await ask(`mutation { createMethod(input: {method: {code: "JJG 1-2026", title: {zh: "检定规程"}, kind: JJG}, reason: "check"}) {
    method { id } errors { message path } findings { message { en } } } }`);
  const created = await ask(`mutation ($dataset: DatasetInput!) { createDataset(input: {dataset: $dataset, reason: "check"}) {
    dataset { id } errors { message path } findings { path message { en } } } }`, {
    dataset: {
      name: { zh: "检定过程视频", en: "Video of a verification" }, discipline: "MECHANICS",
      media: [{ attachment: video, poster, caption: { zh: "转动的度盘", en: "A dial that turns" }, shows: method.createMethod.method.id }],
    },
  });
  const { id } = created.createDataset.dataset ?? assert.fail(JSON.stringify(created));
  const { dataset } = await ask(`query ($id: ID!) { dataset(id: $id) { media { caption { en } attachment { temporaryUrl mediaType }
    poster { temporaryUrl } shows { ... on Method { code } } } } }`, { id });
  return dataset.media[0];
}

async function ask(query, variables) {
  const response = await fetch(ready.graphql, {
    method: "POST", headers: { "content-type": "application/json", authorization }, body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}
