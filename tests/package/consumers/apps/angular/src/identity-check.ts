// readme
import { Component, ElementRef, afterNextRender, viewChild } from "@angular/core";
import { startSession } from "flow-embed";

// end
const page = new URLSearchParams(location.search);
const sessionId = page.get("id") ?? "";
const script = { url: page.get("script") ?? "" };

// readme
@Component({
  selector: "app-identity-check",
  template: `<h1>Identity check</h1>
    <div #host></div>`,
})
export class IdentityCheck {
  readonly host = viewChild.required<ElementRef<HTMLElement>>("host");

  constructor() {
    afterNextRender(async () => {
      const result = await startSession({
        id: sessionId,
        selector: this.host().nativeElement,
        // end
        script,
        // readme
      });
      // end
      document.body.dataset["result"] = JSON.stringify(result);
      // readme
      console.log("finished", result.detail);
    });
  }
}
// end
