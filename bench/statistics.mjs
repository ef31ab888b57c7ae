/** Medians, ratios and straight lines. */

export function median(values) {
  if (values.length === 0) return NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/**
 * The line y = base + slope · x with the least squares of relative errors: the points lie decades
 * apart, and with absolute errors only the last one would count.
 *
 * @param points pairs of x and y, all above 0
 * @returns `worst` is the largest relative error of a point
 */
export function fitLine(points) {
  let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0];
  for (const [x, y] of points) {
    const weight = 1 / (y * y);
    w += weight;
    wx += weight * x;
    wy += weight * y;
    wxx += weight * x * x;
    wxy += weight * x * y;
  }
  const slope = (w * wxy - wx * wy) / (w * wxx - wx * wx);
  const base = (wy - slope * wx) / w;
  const errors = points.map(([x, y]) => Math.abs(base + slope * x - y) / y);
  return { base, slope, worst: Math.max(...errors), r2: rSquared(points, base, slope) };
}

/** How much of the variance of log y the line explains: each decade counts the same. */
function rSquared(points, base, slope) {
  const logs = points.map(([, y]) => Math.log(y));
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  let [left, total] = [0, 0];
  points.forEach(([x], i) => {
    const predicted = base + slope * x;
    left += (logs[i] - Math.log(Math.max(predicted, Number.MIN_VALUE))) ** 2;
    total += (logs[i] - mean) ** 2;
  });
  return 1 - left / total;
}
