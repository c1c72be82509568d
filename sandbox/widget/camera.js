/** One use of the camera: from `open` to `close`, which may come first. */
class Camera {
  constructor(facingMode) {
    this.facingMode = facingMode;
    this.closed = false;
    this.stream = null;
  }

  /** The stream, or null if the camera was closed in the meantime. Rejects as `getUserMedia` does. */
  async open() {
    const stream = settings.camera === 'canvas' ? drawnCamera() : await this.request();
    if (this.closed) {
      stopTracks(stream);
      return null;
    }
    this.stream = stream;
    return stream;
  }

  request() {
    if (!navigator.mediaDevices) {
      // What a page sees that is not a secure context.
      return Promise.reject(new DOMException('There are no media devices here', 'NotFoundError'));
    }
    return navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: this.facingMode } });
  }

  close() {
    this.closed = true;
    if (this.stream) stopTracks(this.stream);
  }
}

function stopTracks(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/** A live track without a camera: a face that sways a little. */
function drawnCamera() {
  const canvas = document.createElement('canvas');
  canvas.width = 480;
  canvas.height = 640;
  const context = canvas.getContext('2d');
  let tick = 0;
  const draw = () => {
    tick += 1;
    const x = 240 + 14 * Math.sin(tick / 9);
    context.fillStyle = '#9db2c9';
    context.fillRect(0, 0, 480, 640);
    context.fillStyle = '#3f5878';
    ellipse(context, x, 690, 210, 220);
    context.fillStyle = '#e3bd9d';
    ellipse(context, x, 310, 118, 158);
    context.fillStyle = '#2c3a4d';
    ellipse(context, x - 42, 285, 10, tick % 40 < 3 ? 2 : 10);
    ellipse(context, x + 42, 285, 10, tick % 40 < 3 ? 2 : 10);
    ellipse(context, x, 385, 36, 7);
  };
  draw();
  const stream = canvas.captureStream(15);
  const timer = setInterval(() => {
    const [track] = stream.getVideoTracks();
    if (!track || track.readyState === 'ended') clearInterval(timer);
    else draw();
  }, 66);
  return stream;
}

function ellipse(context, x, y, radiusX, radiusY) {
  context.beginPath();
  context.ellipse(x, y, radiusX, radiusY, 0, 0, 2 * Math.PI);
  context.fill();
}

function videoOf(stream, label) {
  const video = element('video', 'fw-video', { muted: true, autoplay: true, playsInline: true, 'aria-label': label });
  video.srcObject = stream;
  // Refused where the element is taken away before it plays; the picture is gone then anyway.
  video.play().catch(() => {});
  return video;
}

/** What an image or a video shows now, as a canvas no larger than is looked at. */
function snapshot(source, width, height) {
  const scale = Math.min(1, 640 / Math.max(width, height, 1));
  const canvas = element('canvas', 'fw-picture', {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  });
  canvas.getContext('2d').drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}
