// shrink.rs tells what it is given and what it tells.
(() => {
  const canvas = (width, height) => (self.OffscreenCanvas ? new OffscreenCanvas(width, height) : Object.assign(document.createElement("canvas"), { width, height }));
  const encode = (surface, type, quality) =>
    surface.convertToBlob ? surface.convertToBlob({ type, quality }) : new Promise((give) => surface.toBlob(give, type, quality));
  const draw = (bitmap, side) => {
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const [width, height] = [bitmap.width, bitmap.height].map((n) => Math.max(1, Math.round(n * scale)));
    const surface = canvas(width, height);
    const pen = surface.getContext("2d", { willReadFrequently: true });
    // What is see-through becomes paper, not black.
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, width, height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(bitmap, 0, 0, width, height);
    return [surface, pen];
  };
  const grey = (bitmap, side) => {
    const [{ width, height }, pen] = draw(bitmap, side);
    const colours = pen.getImageData(0, 0, width, height).data;
    const pixels = new Uint8Array(width * height);
    for (let i = 0, j = 0; i < pixels.length; i++, j += 4) pixels[i] = (77 * colours[j] + 150 * colours[j + 1] + 29 * colours[j + 2]) >> 8;
    return { width, height, pixels };
  };
  // Not every browser writes WebP; those that don't answer with a PNG and don't say so.
  let webp = true;
  const smallest = async (surface, size, share) => {
    const blob = webp && (await encode(surface, "image/webp", size.webp * share));
    webp = blob && blob.type === "image/webp";
    return webp ? blob : encode(surface, "image/jpeg", size.jpeg * share);
  };
  const fit = async (bitmap, size) => {
    for (let side = size.side; ; side -= 200) {
      const [surface] = draw(bitmap, side);
      for (const share of [1, 0.75, 0.55]) {
        const blob = await smallest(surface, size, share);
        if (blob.size <= size.most || (share < 0.6 && side - 200 < size.floor)) return blob;
      }
    }
  };
  const shrink = async (job, tell) => {
    try {
      const bitmap = await createImageBitmap(job.photo, { imageOrientation: "from-image" });
      const seen = { width: bitmap.width, height: bitmap.height, grey: grey(bitmap, job.grey) };
      tell(seen, [seen.grey.pixels.buffer]);
      for (const [size, wish] of job.sizes.entries()) {
        const blob = await fit(bitmap, wish);
        const bytes = await blob.arrayBuffer();
        tell({ size, type: blob.type, bytes }, [bytes]);
      }
      bitmap.close();
      tell({ done: true }, []);
      return { done: true };
    } catch {
      tell({ failed: true }, []);
      return { failed: true };
    }
  };
  if (self.document) self.genggamShrink = shrink;
  else self.onmessage = ({ data }) => shrink(data, (told, hand) => self.postMessage(told, hand));
})();
