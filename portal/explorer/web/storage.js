// GraphiQL keeps its history in the browser, with the headers of every request, keys
// included. This storage takes them out before anything is written.
const histories = /:(queries|favorites)$/;

function strip(text) {
  try {
    const history = JSON.parse(text);
    for (const list of Object.values(history)) {
      for (const item of list) {
        delete item.headers;
      }
    }
    return JSON.stringify(history);
  } catch {
    return '{}';
  }
}

export function withoutHeaders(storage) {
  return {
    get length() {
      return storage.length;
    },
    key: (index) => storage.key(index),
    getItem: (key) => storage.getItem(key),
    removeItem: (key) => storage.removeItem(key),
    clear: () => storage.clear(),
    setItem(key, value) {
      if (!key.endsWith(':headers')) {
        storage.setItem(key, histories.test(key) ? strip(value) : value);
      }
    },
  };
}
