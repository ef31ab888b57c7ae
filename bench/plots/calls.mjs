/** What calls cost, on one logarithmic scale. */
import { ARTICLE as FIGURES } from '../table.mjs';
import { ARTICLE, draw, heading, INK, logAxis, names, OTHER, OWN } from './svg.mjs';

const ROW = 22;
const TOP = 120;
const GAP = 60;
const LEFT = 320;

export function callsPicture({ calls }, machine) {
  const panels = [
    {
      title: 'An empty call',
      rows: [...rows(calls, 'empty'), ...articleRows],
    },
    { title: 'A directory of one small file, checked', rows: rows(calls, 'verify') },
  ];
  const tops = [TOP, TOP + panels[0].rows.length * ROW + GAP];
  const all = panels.flatMap(({ rows }) => rows.map(({ us }) => us));
  const min = 10 ** Math.floor(Math.log10(Math.min(...all)));
  const max = 10 ** Math.ceil(Math.log10(Math.max(...all) * 2));
  return draw(tops[1] + panels[1].rows.length * ROW + GAP, {
    title: 'One call, in microseconds',
    note: 'Medians in one run; the scale is logarithmic.',
    machine,
    titles: panels.map(({ title }, i) => heading(title, LEFT - 5, tops[i] - 28)),
    grid: panels.map(({ rows }, i) => ({
      left: LEFT,
      right: 60,
      top: tops[i],
      height: rows.length * ROW,
    })),
    xAxis: panels.map((_, i) => logAxis({ gridIndex: i, min, max })),
    yAxis: panels.map(({ rows }, i) =>
      names(
        rows.map(({ name }) => name),
        { gridIndex: i },
      ),
    ),
    series: panels.map(({ rows }, i) => ({
      type: 'scatter',
      xAxisIndex: i,
      yAxisIndex: i,
      symbolSize: 9,
      data: rows.map(({ us, colour }, row) => ({ value: [us, row], itemStyle: { color: colour } })),
      label: {
        show: true,
        position: 'right',
        color: INK,
        fontSize: 11,
        formatter: ({ value: [us] }) => (us < 100 ? us.toPrecision(3) : Math.round(us).toString()),
      },
    })),
  });
}

const rows = (calls, wanted) =>
  calls
    .filter(({ group, failure }) => group === wanted && !failure)
    .map(({ name, us }) => ({ name, us, colour: name.startsWith('checksig') ? OWN : OTHER }));

const articleRows = [
  { name: 'the article’s shared library', us: FIGURES.library, colour: ARTICLE },
  { name: 'the article’s gRPC', us: FIGURES.grpc, colour: ARTICLE },
];
