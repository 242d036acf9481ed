/* Opened from a folder, a page may start no worker: search then runs in a hidden frame of the page. */
if (location.protocol === "file:") {
  window.IFrameWorker = window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.title = "search";
      frame.srcdoc = "<!doctype html><title>search</title>";
      this.inside = new Promise(ready => {
        frame.onload = () => {
          const inside = frame.contentWindow;
          const load = address => new Promise((done, failed) => {
            const script = inside.document.createElement("script");
            Object.assign(script, { src: address, onload: done, onerror: failed });
            inside.document.head.append(script);
          });
          inside.postMessage = data => this.dispatchEvent(new MessageEvent("message", { data }));
          inside.importScripts = (...addresses) => addresses.reduce((before, each) => before.then(() => load(each)), Promise.resolve());
          load(new URL(url, location).href).then(() => ready(inside));
        };
      });
      document.body.append(frame);
    }

    postMessage(data) {
      this.inside.then(inside => inside.dispatchEvent(new inside.MessageEvent("message", { data })));
    }
  };
}
