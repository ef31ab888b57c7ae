/** The samples of a soak as a picture: small multiples over the same time. */
import * as echarts from 'echarts';

const MIB = 2 ** 20;
const WIDTH = 960;
const ROW = 170;
const TOP = 90;
const GAP = 55;
const LEFT = 70;
const RIGHT = 150;
const INK = '#333';
const FAINT = '#ddd';

/** Each panel's lines, with the name that stands at their end. */
const PANELS = [
  {
    title: 'memory, MiB',
    unit: MIB,
    lines: [
      { series: 'rss', name: 'resident', colour: '#0b6e99' },
      { series: 'native', name: 'without V8’s heap', colour: '#7a4e9c' },
      { series: 'heapUsed', name: 'V8 heap in use', colour: '#c2570c' },
      { series: 'external', name: 'V8 external', colour: '#6b7f2a' },
    ],
  },
  { title: 'open descriptors', lines: [{ series: 'descriptors', colour: '#0b6e99' }] },
  { title: 'threads of the system', lines: [{ series: 'threads', colour: '#0b6e99' }] },
  { title: 'goroutines', lines: [{ series: 'goroutines', colour: '#0b6e99' }] },
];

/** @returns the SVG */
export function plot(samples, title, subtitle) {
  const height = TOP + PANELS.length * (ROW + GAP);
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  const top = (i) => TOP + i * (ROW + GAP) + 25;
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    textStyle: { fontFamily: 'sans-serif', color: INK },
    title: [
      { text: title, subtext: subtitle, left: LEFT - 50, top: 10 },
      ...PANELS.map(({ title }, i) => ({
        text: title,
        left: LEFT - 50,
        top: top(i) - 32,
        textStyle: { fontSize: 13, fontWeight: 'bold', color: INK },
      })),
    ],
    grid: PANELS.map((_, i) => ({ left: LEFT, right: RIGHT, top: top(i), height: ROW - 25 })),
    xAxis: PANELS.map((_, i) => timeAxis(samples, i)),
    yAxis: PANELS.map((_, i) => ({
      gridIndex: i,
      min: 0,
      splitNumber: 4,
      axisLabel: { color: INK },
      splitLine: { lineStyle: { color: FAINT } },
    })),
    series: PANELS.flatMap((panel, i) =>
      panel.lines.flatMap((line) => toSeries(samples, panel, line, i)),
    ),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

function timeAxis(samples, i) {
  const last = i === PANELS.length - 1;
  return {
    gridIndex: i,
    max: samples.at(-1).seconds / 60,
    name: last ? 'minutes' : '',
    nameLocation: 'middle',
    nameGap: 28,
    axisLine: { lineStyle: { color: INK } },
    axisLabel: { color: INK, showMaxLabel: false },
    splitLine: { show: false },
  };
}

/** A line of the samples at work, and a point for each of those at rest. */
function toSeries(samples, { unit = 1 }, { series, name = '', colour }, i) {
  const points = (resting) =>
    samples
      .filter((sample) => sample.resting === resting)
      .map((sample) => [sample.seconds / 60, sample[series] / unit]);
  const common = { xAxisIndex: i, yAxisIndex: i, itemStyle: { color: colour } };
  return [
    {
      ...common,
      type: 'line',
      data: points(false),
      showSymbol: false,
      lineStyle: { width: 1, color: colour, opacity: 0.55 },
      endLabel: { show: name !== '', formatter: name, color: colour },
      labelLayout: { moveOverlap: 'shiftY' },
    },
    { ...common, type: 'scatter', data: points(true), symbolSize: 6 },
  ];
}
