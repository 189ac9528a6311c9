import { cpus, loadavg } from 'node:os'
import type { Measure } from './bench.ts'

/** The columns that people read, on the terminal and in the reference. */
export function cells(measure: Measure): string[] {
  return [
    measure.measure,
    `${formatNumber(measure.value)} ${measure.unit}`,
    measure.ratio === null ? '' : `${measure.ratio.toFixed(measure.ratio < 2 ? 2 : 1)} × ${measure.against}`,
    measure.target === null ? '' : `${measure.target}: ${measure.met ? 'met' : 'missed'}`,
  ]
}

const headings = ['Measure', 'Value', 'Compared', 'Target']

/** A table for a terminal. */
export function formatTable(measures: readonly Measure[]): string {
  const rows = [headings, ...measures.map(cells)]
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** One section of the performance page. */
export function formatSection(bench: string, measures: readonly Measure[], date: Date): string {
  const rows = [headings, headings.map(() => '---'), ...measures.map(cells)]
  return [
    `## ${bench}`,
    '',
    `${describeMachine()}, ${date.toISOString().slice(0, 10)}.`,
    '',
    ...rows.map(markdownRow),
    '',
  ].join('\n')
}

/** The page with a bench's section put in the place of its former one, or at the end. */
export function replaceSection(page: string, bench: string, section: string): string {
  const sections = page.split(/^(?=## )/m)
  const index = sections.findIndex((each) => each.startsWith(`## ${bench}\n`))
  const kept = index < 0 ? [...sections, section] : sections.with(index, section)
  return `${kept.map((each) => each.trimEnd()).join('\n\n')}\n`
}

function describeMachine(): string {
  const processors = cpus()
  const model = processors[0]?.model.trim() || process.arch
  const load = loadavg()[1]?.toFixed(1)
  return `${processors.length} × ${model}, ${process.platform}, Node ${process.versions.node}, load average ${load}`
}

function markdownRow(row: readonly string[]): string {
  return `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function formatNumber(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 4 })
}
