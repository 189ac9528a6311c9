import classes from './bar-chart.module.css'

export interface Bar {
  readonly id: number
  readonly label: string
  /** The lower part, and the one that stands out above it. */
  readonly plain: number
  readonly marked: number
}

interface BarChartProps {
  readonly bars: readonly Bar[]
  /** A label stands under the first bar, and under each so many after it. */
  readonly every: number
}

const height = 120
const slot = 30
const barWidth = 18

/** Bars for the eye; whoever cannot see them needs a table beside them. */
export function BarChart({ bars, every }: BarChartProps) {
  const most = Math.max(1, ...bars.map(({ plain, marked }) => plain + marked))
  return (
    <svg
      className={classes.chart}
      viewBox={`0 0 ${bars.length * slot} ${height + 22}`}
      aria-hidden="true"
      focusable="false"
    >
      <line className={classes.axis} x1="0" x2={bars.length * slot} y1={height} y2={height} />
      {bars.map((bar, index) => (
        <OneBar key={bar.id} bar={bar} x={index * slot} most={most} />
      ))}
      {bars.map(({ id, label }, index) =>
        index % every === 0 ? (
          <text key={id} className={classes.tick} x={index * slot + slot / 2} y={height + 17}>
            {label}
          </text>
        ) : null,
      )}
    </svg>
  )
}

function OneBar({ bar, x, most }: { bar: Bar; x: number; most: number }) {
  const marked = (bar.marked / most) * height
  const plain = (bar.plain / most) * height
  const left = x + (slot - barWidth) / 2
  return (
    <g>
      <title>{`${bar.label}: ${bar.plain} / ${bar.marked}`}</title>
      <rect className={classes.plain} x={left} y={height - plain} width={barWidth} height={plain} rx="2" />
      <rect
        className={classes.marked}
        x={left}
        y={height - plain - marked}
        width={barWidth}
        height={marked}
        rx="2"
      />
    </g>
  )
}
