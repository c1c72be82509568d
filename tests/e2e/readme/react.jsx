import { FlowEmbed, useFlowSession } from "flow-embed/react";

export function Check({ sessionId, onFinish }) {
  return <FlowEmbed sessionId={sessionId} height={600} onFinish={onFinish} onError={(error) => console.error(error.code)} />;
}

export function CheckInDialog({ sessionId }) {
  const { start, status, result } = useFlowSession();
  if (result) return <p>Thank you</p>;
  const isRunning = status !== "idle" && status !== "failed";
  return (
    <button disabled={isRunning} onClick={() => start({ id: sessionId })}>
      Verify my identity
    </button>
  );
}
