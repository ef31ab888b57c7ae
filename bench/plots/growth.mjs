/** Cost against files and against bytes, both axes logarithmic, with the straight line fitted. */
import { draw, heading, INK, logAxis, OTHER, OWN } from './svg.mjs';

const TOP = 120;
const SIZE = 320;
const STEPS = 60;

export function growthPicture({ files, bytes }, machine) {
  const panels = [
    {
      title: `${(files.slope * 1e3).toFixed(2)} µs a file`,
      axis: 'files of 100 bytes',
      ...files,
    },
    {
      title: `${(bytes.slope * 1e6).toFixed(3)} ns a byte`,
      axis: 'MB, in eight files',
      ...bytes,
      points: bytes.points.map(([x, y]) => [x / 1e6, y]),
      slope: bytes.slope * 1e6,
    },
  ];
  const left = (i) => 80 + i * 460;
  return draw(TOP + SIZE + 70, {
    title: 'A check’s cost grows in a straight line',
    note: 'Points are medians, the line is fitted; both scales are logarithmic.',
    machine,
    titles: panels.map(({ title, r2 }, i) =>
      heading(`${title}, r² ${r2.toFixed(5)}`, left(i) - 5, TOP - 35),
    ),
    grid: panels.map((_, i) => ({ left: left(i), top: TOP, width: 380, height: SIZE })),
    xAxis: panels.map(({ axis }, i) =>
      logAxis({ gridIndex: i, name: axis, nameLocation: 'middle', nameGap: 30 }),
    ),
    yAxis: panels.map((_, i) =>
      logAxis({ gridIndex: i, name: 'ms', nameLocation: 'middle', nameGap: 45 }),
    ),
    series: panels.flatMap((panel, i) => [
      {
        type: 'line',
        xAxisIndex: i,
        yAxisIndex: i,
        showSymbol: false,
        lineStyle: { color: OTHER, width: 1 },
        data: fitted(panel),
      },
      {
        type: 'scatter',
        xAxisIndex: i,
        yAxisIndex: i,
        symbolSize: 8,
        itemStyle: { color: OWN },
        data: panel.points,
        label: {
          show: true,
          position: 'top',
          color: INK,
          fontSize: 10,
          formatter: ({ value: [, ms] }) => `${ms < 100 ? ms.toFixed(1) : Math.round(ms)}`,
        },
      },
    ]),
  });
}

function fitted({ points, base, slope }) {
  const [from, to] = [points[0][0], points.at(-1)[0]];
  return Array.from({ length: STEPS + 1 }, (_, i) => {
    const x = from * (to / from) ** (i / STEPS);
    return [x, base + slope * x];
  }).filter(([, y]) => y > 0);
}
