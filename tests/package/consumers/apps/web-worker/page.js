const worker = new Worker("./worker.js", { type: "module" });
worker.addEventListener("message", ({ data }) => {
  document.body.dataset.result = JSON.stringify(data.technologies);
});
worker.postMessage(new URLSearchParams(location.search).get("endpoint"));
