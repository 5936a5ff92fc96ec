/** Draws how a sweep grows with its list, as an SVG that can be read on white and on black. */
import * as echarts from 'echarts';
import type { Fresh } from './fresh-sweeps';
import { growthPanels, type Panel } from './growth-panels';
import { grouped } from './table';

const [WIDTH, HEIGHT] = [1_080, 400];
const PANEL = 265;
const LEFTS = [65, 430, 790];
const [INK, PALE, LINE, LIMIT] = ['#24292f', '#e4e7eb', '#0969da', '#bc4c00'];

export function drawGrowth(sweeps: readonly Fresh[]): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  const panels = growthPanels(sweeps);
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { color: INK, fontFamily: 'Helvetica, Arial, sans-serif', fontSize: 12 },
    title: panels.map(titleOf),
    grid: panels.map((_, i) => ({ left: LEFTS[i], width: PANEL, top: 80, bottom: 60 })),
    xAxis: panels.map((panel, i) => ({ ...taskAxis(panel), gridIndex: i })),
    yAxis: panels.map((panel, i) => ({ ...valueAxis(panel), gridIndex: i })),
    series: panels.flatMap((panel, i) =>
      [measuredLine(panel), limitLine(panel)].map((line) => ({ ...line, type: 'line', xAxisIndex: i, yAxisIndex: i })),
    ),
  });
  const svg = chart.renderToSVGString();
  // Its timers would keep the program alive.
  chart.dispose();
  return svg;
}

function titleOf({ title, subtitle }: Panel, index: number): object {
  return {
    text: title,
    subtext: subtitle,
    left: (LEFTS[index] ?? 0) - 30,
    top: 12,
    itemGap: 6,
    textStyle: { fontSize: 14, color: INK },
    subtextStyle: { fontSize: 12, color: INK },
  };
}

function taskAxis({ measured }: Panel): object {
  const tasks = measured.map(([number]) => number);
  return {
    type: 'log',
    min: Math.min(...tasks),
    max: Math.max(...tasks),
    name: 'tasks on the list',
    nameLocation: 'middle',
    nameGap: 32,
    nameTextStyle: { color: INK },
    axisLabel: { color: INK, formatter: (value: number) => grouped(value) },
    axisLine: { onZero: false, lineStyle: { color: INK } },
    splitLine: { lineStyle: { color: PALE } },
  };
}

function valueAxis({ axis: { min, max, log } }: Panel): object {
  return {
    type: log ? 'log' : 'value',
    ...{ min, max },
    axisLabel: { color: INK, formatter: (value: number) => (value < 1 ? String(value) : grouped(value)) },
    splitLine: { lineStyle: { color: PALE } },
  };
}

function measuredLine({ measured }: Panel): object {
  return { data: measured, color: LINE, symbol: 'circle', symbolSize: 7, lineStyle: { width: 2 } };
}

function limitLine({ limit: { name, points, at, offset } }: Panel): object {
  const label = { show: true, formatter: name, color: LIMIT, position: offset, align: 'left' };
  return {
    color: LIMIT,
    // Without any symbol there would be no label.
    symbol: 'circle',
    symbolSize: 0.1,
    lineStyle: { width: 1.5, type: 'dashed' },
    data: points.map((value, i) => (i === at ? { value, label } : value)),
  };
}
