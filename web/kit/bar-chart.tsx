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
const barShare = 0.6

/** Bars for the eye, as wide as there is room, under words of one size; whoever cannot see them needs a table beside them. */
export function BarChart({ bars, every }: BarChartProps) {
  const most = Math.max(1, ...bars.map(({ plain, marked }) => plain + marked))
  const slot = 100 / bars.length
  return (
    <svg className={classes.chart} width="100%" height={height + 22} aria-hidden="true" focusable="false">
      <line className={classes.axis} x1="0" x2="100%" y1={height} y2={height} />
      {bars.map((bar, index) => (
        <OneBar key={bar.id} bar={bar} left={(index + (1 - barShare) / 2) * slot} slot={slot} most={most} />
      ))}
      {bars.map(({ id, label }, index) =>
        index % every === 0 ? (
          <text key={id} className={classes.tick} x={`${(index + 0.5) * slot}%`} y={height + 17}>
            {label}
          </text>
        ) : null,
      )}
    </svg>
  )
}

interface OneBarProps {
  readonly bar: Bar
  /** Where it begins, and how much room it has: of a hundred. */
  readonly left: number
  readonly slot: number
  readonly most: number
}

function OneBar({ bar, left, slot, most }: OneBarProps) {
  const marked = (bar.marked / most) * height
  const plain = (bar.plain / most) * height
  const across = { x: `${left}%`, width: `${slot * barShare}%`, rx: 2 }
  return (
    <g>
      <title>{`${bar.label}: ${bar.plain} / ${bar.marked}`}</title>
      <rect className={classes.plain} {...across} y={height - plain} height={plain} />
      <rect className={classes.marked} {...across} y={height - plain - marked} height={marked} />
    </g>
  )
}
