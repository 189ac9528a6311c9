import { arch } from './arch.ts'
import classes from './gate.module.css'

/** How far someone has come: before the first door, between the doors, through both. */
export type Stage = 0 | 1 | 2

const outer = arch(300, 720, 400, 610)
const inner = arch(300, 640, 200, 320)
const bars = [140, 180, 220, 260, 300, 340, 380, 420, 460]
const rungs = [200, 280, 360, 440, 520, 600, 680]

/** The sally port, drawn. It moves with the sign-in; everything it tells is also said in words elsewhere. */
export function Gate({ stage }: { stage: Stage }) {
  return (
    <svg
      className={classes.gate}
      data-stage={stage}
      viewBox="0 0 600 720"
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
      focusable="false"
    >
      <defs>
        <clipPath id="gate-outer">
          <path d={outer} />
        </clipPath>
        <clipPath id="gate-inner">
          <path d={inner} />
        </clipPath>
        <radialGradient id="gate-light" cx="50%" cy="70%" r="75%">
          <stop offset="0" stopColor="#ffe3ae" />
          <stop offset="0.55" stopColor="#f0b257" />
          <stop offset="1" stopColor="#c97f2c" />
        </radialGradient>
        <linearGradient id="gate-spill" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#f0b257" />
          <stop offset="1" stopColor="#f0b257" stopOpacity="0.25" />
        </linearGradient>
        <linearGradient id="gate-passage" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#05211d" />
          <stop offset="1" stopColor="#0a332d" />
        </linearGradient>
      </defs>
      <g className={classes.scene}>
        <path d={outer} fill="url(#gate-passage)" />
        <g clipPath="url(#gate-outer)">
          <path d="M100 720 L200 640 H400 L500 720 Z" fill="#0d3f37" />
          <path className={classes.spill} d="M206 640 H394 L486 720 H114 Z" fill="url(#gate-spill)" />
          <path d={inner} fill="url(#gate-light)" />
          <g clipPath="url(#gate-inner)">
            <Leaf side="left" />
            <Leaf side="right" />
          </g>
          <path d={inner} fill="none" stroke="#2a7f70" strokeWidth="10" />
          <g className={classes.portcullis} stroke="#1b5c51" strokeWidth="5">
            {bars.map((x) => (
              <line key={x} x1={x} x2={x} y1="90" y2="704" />
            ))}
            {rungs.map((y) => (
              <line key={y} x1="100" x2="500" y1={y} y2={y} />
            ))}
          </g>
        </g>
        <path d={outer} fill="none" stroke="#1d665a" strokeWidth="18" />
      </g>
    </svg>
  )
}

function Leaf({ side }: { side: 'left' | 'right' }) {
  const x = side === 'left' ? 200 : 300
  return (
    <g className={side === 'left' ? classes.leafLeft : classes.leafRight}>
      <rect x={x} y="310" width="100" height="340" fill="#124f45" />
      {[20, 40, 60, 80].map((plank) => (
        <line key={plank} x1={x + plank} x2={x + plank} y1="310" y2="650" stroke="#0c3c34" strokeWidth="2" />
      ))}
      <line x1={x} x2={x + 100} y1="430" y2="430" stroke="#0a332d" strokeWidth="7" />
      <line x1={x} x2={x + 100} y1="590" y2="590" stroke="#0a332d" strokeWidth="7" />
      <circle
        cx={side === 'left' ? 286 : 314}
        cy="512"
        r="8"
        fill="none"
        stroke="#f0b257"
        strokeWidth="3"
        opacity="0.85"
      />
      <line x1="300" x2="300" y1="310" y2="650" stroke="#07261f" strokeWidth="3" />
    </g>
  )
}
