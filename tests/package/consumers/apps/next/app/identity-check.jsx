// readme
"use client";

import { FlowEmbed } from "flow-embed/react";
// end
import { useSearchParams } from "next/navigation";
// readme

export function IdentityCheck({ sessionId }) {
  // end
  const script = { url: useSearchParams().get("script") };
  // readme
  return (
    <FlowEmbed
      sessionId={sessionId}
      // end
      script={script}
      // readme
      onFinish={(result) => {
        // end
        document.body.dataset.result = JSON.stringify(result);
        // readme
        console.log("finished", result.detail);
      }}
    />
  );
}
// end
