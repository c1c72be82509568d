/** The nearest `lang` attribute, out of every shadow root on the way up, and then the browser's languages. */
export const languagesAround = ({ document, navigator }, host) => {
  const nearest = (element) => {
    try {
      const found = Element.prototype.closest.call(element, "[lang]");
      return found ? found.getAttribute("lang") : nearest(element.getRootNode().host);
    } catch {}
  };
  return Array.from([nearest(host ?? document.documentElement), ...(navigator.languages ?? [])]);
};
