if (fault('load-throws') !== undefined) throw new Error('FlowWidget: the sandbox was asked to throw while loading');

const publish = () => {
  window.FlowWidget = fault('no-start') === undefined ? { startSession } : {};
};
if (fault('no-global') !== undefined) {
  // Nothing is defined, as if another script had been served.
} else if (fault('late-global') !== undefined) {
  setTimeout(publish, fault('late-global'));
} else {
  publish();
}
