/** Where the time of one file goes: stacked bars, with the physical limit beside. */
import { bestSpeed } from '../lanes.mjs';
import { draw, FAINT, INK } from './svg.mjs';

const COLOURS = ['#7a4e9c', '#0b6e99', '#5aa9c9', '#6b7f2a', '#c2570c', '#8a8a8a', '#d4a017'];

export function accountPicture({ one, lanes, limits, size }, alone, machine) {
  const best = bestSpeed(alone, 'sha1');
  const bars = {
    'one stream': one,
    lanes,
    'the limit of one stream': limits,
    ...(best && { 'the limit of lanes': { ...limits, hash: (size / best) * 1e6 } }),
  };
  const steps = Object.keys(one);
  const values = (step) => Object.values(bars).map((bar) => Math.max(0, bar[step] ?? 0));
  return draw(380, {
    title: 'One file of 10 KB, in microseconds of CPU time',
    note: 'The limit is reading and hashing at the speed of long runs.',
    machine,
    legend: { top: 85, left: 20, textStyle: { color: INK }, itemWidth: 14, itemGap: 28 },
    grid: { left: 160, right: 40, top: 125, height: 190 },
    xAxis: {
      type: 'value',
      axisLabel: { color: INK },
      splitLine: { lineStyle: { color: FAINT } },
      name: 'µs',
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: Object.keys(bars),
      axisLabel: { color: INK },
      axisTick: { show: false },
    },
    series: steps.map((step, i) => ({
      type: 'bar',
      stack: 'all',
      name: step,
      barWidth: 30,
      itemStyle: { color: COLOURS[i % COLOURS.length] },
      data: values(step),
      label: {
        show: true,
        color: '#fff',
        fontSize: 10,
        formatter: ({ value }) => (value >= 0.7 ? value.toFixed(1) : ''),
      },
    })),
  });
}
