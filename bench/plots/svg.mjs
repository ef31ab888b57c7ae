/** What all pictures share. */
import * as echarts from 'echarts';

export const WIDTH = 960;
export const INK = '#333';
export const FAINT = '#ddd';
export const OWN = '#0b6e99';
export const OTHER = '#8a8a8a';
export const ARTICLE = '#c2570c';

/**
 * @param note what the picture shows; where it was measured stands below it
 * @returns the SVG of an echarts option
 */
export function draw(height, { title, note, machine, titles = [], ...option }) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    textStyle: { fontFamily: 'sans-serif', color: INK },
    title: [
      {
        text: title,
        subtext: `${note}\n${machine}`,
        left: 20,
        top: 10,
        subtextStyle: { lineHeight: 16 },
      },
      ...titles,
    ],
    ...option,
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/** A panel's title. */
export const heading = (text, left, top) => ({
  text,
  left,
  top,
  textStyle: { fontSize: 13, fontWeight: 'bold', color: INK },
});

/** An axis whose steps are powers of ten. */
export const logAxis = (more) => ({
  type: 'log',
  axisLine: { lineStyle: { color: INK } },
  axisLabel: { color: INK, formatter: (value) => value.toLocaleString('en') },
  splitLine: { lineStyle: { color: FAINT } },
  ...more,
});

/** An axis of names, the first on top. */
export const names = (data, more) => ({
  type: 'category',
  inverse: true,
  data,
  axisTick: { show: false },
  axisLine: { show: false },
  axisLabel: { color: INK, fontSize: 11, interval: 0 },
  splitLine: { show: true, lineStyle: { color: FAINT } },
  ...more,
});
