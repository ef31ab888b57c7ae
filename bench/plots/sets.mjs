/**
 * The sets with SHA-1 as small multiples: a dot for each contender, at its time in units of
 * checksig's.
 */
import { isChecking, OWN as OWN_NAME } from '../contenders/index.mjs';
import { draw, heading, INK, logAxis, names, OTHER, OWN } from './svg.mjs';

const ROW = 17;
const TOP = 90;
const LEFT = 190;
const GAP = 70;
const COLUMN = 345;
const BETWEEN = 40;

export function setsPicture(sets, machine) {
  const panels = Object.values(sets).filter(
    ({ algorithm, results = [] }) =>
      algorithm === 'sha1' && results.some(({ name, failure }) => name === OWN_NAME && !failure),
  );
  const contenders = [
    ...new Set(panels.flatMap(({ results }) => results.filter(isChecking).map(({ name }) => name))),
  ];
  const height = contenders.length * ROW;
  const place = (i) => ({
    left: LEFT + (i % 2) * (COLUMN + BETWEEN),
    top: TOP + 35 + Math.floor(i / 2) * (height + GAP),
  });
  const most = Math.max(
    10,
    ...panels.flatMap((panel) => points(panel, contenders).map(([x]) => x)),
  );
  return draw(TOP + Math.ceil(panels.length / 2) * (height + GAP) + 20, {
    title: 'Wall time, as a multiple of checksig’s',
    note: 'Medians in one run; the scale is logarithmic.',
    machine,
    titles: panels.map(({ title }, i) => heading(title, place(i).left - 5, place(i).top - 28)),
    grid: panels.map((_, i) => ({ ...place(i), width: COLUMN, height })),
    xAxis: panels.map((_, i) =>
      logAxis({ gridIndex: i, min: 0.5, max: 10 ** Math.ceil(Math.log10(most * 1.5)) }),
    ),
    yAxis: panels.map((_, i) =>
      names(contenders, { gridIndex: i, ...(i % 2 === 1 && { axisLabel: { show: false } }) }),
    ),
    series: panels.flatMap((panel, i) => [
      dots(panel, contenders, i),
      remarks(panel, contenders, i),
    ]),
  });
}

/** Triples of the multiple, the contender and its milliseconds. */
function points({ results }, contenders) {
  const own = results.find(({ name }) => name === OWN_NAME);
  return results
    .filter(isChecking)
    .filter(({ failure }) => !failure)
    .map(({ name, ms }) => [ms / own.ms, contenders.indexOf(name), ms]);
}

function dots(panel, contenders, i) {
  const colour = ([, contender]) => (contenders[contender].startsWith('checksig') ? OWN : OTHER);
  return {
    type: 'scatter',
    xAxisIndex: i,
    yAxisIndex: i,
    symbolSize: 8,
    data: points(panel, contenders).map((point) => ({
      value: point,
      itemStyle: { color: colour(point) },
    })),
    label: {
      show: true,
      position: 'right',
      color: INK,
      fontSize: 10,
      formatter: ({ value: [multiple, , ms] }) =>
        `${multiple.toFixed(2)}  (${ms < 100 ? ms.toFixed(1) : Math.round(ms)} ms)`,
    },
    markLine: {
      silent: true,
      symbol: 'none',
      label: { show: false },
      lineStyle: { color: OWN, type: 'solid', width: 1 },
      data: [{ xAxis: 1 }],
    },
  };
}

/** A word in the place of a dot, for who failed or is absent. */
function remarks({ results }, contenders, i) {
  return {
    type: 'scatter',
    xAxisIndex: i,
    yAxisIndex: i,
    symbolSize: 0,
    data: contenders.flatMap((name, row) => {
      const result = results.find((result) => result.name === name);
      if (!result) return [{ value: [1.05, row], word: 'not run' }];
      return result.failure ? [{ value: [1.05, row], word: shorten(result.failure) }] : [];
    }),
    label: {
      show: true,
      position: 'right',
      color: '#b00020',
      fontSize: 10,
      formatter: ({ data }) => data.word,
    },
  };
}

const shorten = (text) => (text.length > 48 ? `${text.slice(0, 47)}…` : text);
