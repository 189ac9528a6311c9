import type { ReactNode } from 'react'
import { arch } from './arch.ts'
import classes from './drawing.module.css'

const wide = 160
const tall = 120

interface StoryProps {
  /** What is to be seen, for those who do not see it. */
  readonly label: string
  /** One scene after the other, each drawn around its middle in a field of 160 by 120. */
  readonly scenes: readonly ReactNode[]
}

/** A short story in pictures, read from left to right. */
export function Story({ label, scenes }: StoryProps) {
  const width = scenes.length * wide
  return (
    <svg className={classes.story} viewBox={`0 0 ${width} ${tall}`} role="img" aria-label={label}>
      {scenes.map((scene, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the scenes of a story stay where they are
        <g key={index} transform={`translate(${(index + 0.5) * wide} ${tall / 2})`}>
          {index > 0 && <Arrow />}
          {scene}
        </g>
      ))}
    </svg>
  )
}

/** One scene by itself, beside a text that says the same. */
export function Scene({ children }: { readonly children: ReactNode }) {
  return (
    <svg
      className={classes.scene}
      viewBox={`${-wide / 2} ${-tall / 2} ${wide} ${tall}`}
      aria-hidden
      focusable="false"
    >
      {children}
    </svg>
  )
}

function Arrow() {
  return <path className={classes.arrow} d="M-90 0h18m-6 -6l6 6l-6 6" />
}

/** A computer with a page on its screen; what it shows is drawn around the middle of the screen. */
export function Computer({ children }: { readonly children?: ReactNode }) {
  return (
    <g>
      <rect className={classes.body} x="-48" y="-42" width="96" height="66" rx="6" />
      <path className={classes.body} d="M-58 24h116l-6 12h-104z" />
      <g transform="translate(0 -9)">{children}</g>
    </g>
  )
}

/** A telephone; what it shows is drawn around the middle of its screen. */
export function Phone({ children }: { readonly children?: ReactNode }) {
  return (
    <g>
      <rect className={classes.body} x="-27" y="-50" width="54" height="100" rx="9" />
      <path className={classes.line} d="M-6 43h12" />
      {children}
    </g>
  )
}

/** Lines of a list or a menu, one of them to be chosen; for the screen of a phone, or a page at twice the width. */
export function Rows({
  count,
  chosen,
  width = 40,
}: {
  readonly count: number
  readonly chosen?: number
  readonly width?: number
}) {
  const left = -width / 2
  return (
    <g>
      {Array.from({ length: count }, (_, index) => {
        const y = (index - (count - 1) / 2) * 15
        return (
          <g key={y}>
            <rect
              className={index === chosen ? classes.accent : classes.field}
              x={left}
              y={y - 6}
              width={width}
              height="12"
              rx="3"
            />
            <path
              className={index === chosen ? classes.lineOnAccent : classes.dots}
              d={`M${left + 6} ${y}h${width - 16}`}
            />
          </g>
        )
      })}
    </g>
  )
}

/** The round button that adds something. */
export function PlusButton({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <circle className={classes.accent} r="9" />
      <path className={classes.lineOnAccent} d="M-4.5 0h9M0 -4.5v9" />
    </g>
  )
}

/** What the camera sees: a picture inside a frame. */
export function Finder() {
  return (
    <g>
      <path className={classes.line} d="M-21 -12v-9h9M12 -21h9v9M21 12v9h-9M-12 21h-9v-9" />
      <g transform="scale(0.7)">
        <QrPicture />
      </g>
    </g>
  )
}

/** A window of the system in front of a page, with the button that goes on. */
export function AskingWindow() {
  return (
    <g>
      <rect className={classes.field} x="-30" y="-21" width="60" height="42" rx="4" />
      <path className={classes.dots} d="M-22 -11h36M-22 -2h26" />
      <rect className={classes.accent} x="-2" y="7" width="26" height="9" rx="3" />
    </g>
  )
}

/** A face, as a camera finds one. */
export function Face() {
  return (
    <g>
      <path className={classes.line} d="M-15 -8v-7h7M8 -15h7v7M15 8v7h-7M-8 15h-7v-7" />
      <path className={classes.line} d="M-5 -5v3M5 -5v3M-5 6c3 3 7 3 10 0" />
    </g>
  )
}

/** What goes through the air over a hand's breadth. */
export function Waves() {
  return <path className={classes.line} d="M0 -6c4 4 4 8 0 12M6 -11c8 7 8 15 0 22" />
}

/** Signs in large letters, such as a code. */
export function Signs({ text, size = 13 }: { readonly text: string; readonly size?: number }) {
  return (
    <text className={classes.signs} fontSize={size} y={size * 0.36}>
      {text}
    </text>
  )
}

/** A field of a page, with what was typed into it. */
export function Field({ text }: { readonly text: string }) {
  return (
    <g>
      <rect className={classes.field} x="-36" y="-11" width="72" height="22" rx="4" />
      <Signs text={text} />
    </g>
  )
}

/** A message that has come. */
export function Bubble({ text }: { readonly text: string }) {
  return (
    <g>
      <path className={classes.accent} d="M-22 -12h44v22h-34l-10 8z" />
      <g className={classes.onAccent}>
        <Signs text={text} size={10} />
      </g>
    </g>
  )
}

/** A square of dark and light, as cameras read it. */
export function QrPicture() {
  return (
    <path className={classes.solid} d={qr.map(([x, y]) => `M${x * 5 - 20} ${y * 5 - 20}h5v5h-5z`).join('')} />
  )
}

const rows = ['11101011', '10100101', '11101110', '00010011', '10111000', '11100111', '10101001', '11100110']
const qr = rows.flatMap((row, y) => [...row].flatMap((sign, x) => (sign === '1' ? [[x, y] as const] : [])))

/** A small key for USB, with the spot that is touched. */
export function SecurityKey({ touched = false }: { readonly touched?: boolean }) {
  return (
    <g>
      <rect className={classes.body} x="-16" y="-30" width="32" height="52" rx="7" />
      <rect className={classes.body} x="-9" y="22" width="18" height="16" rx="1" />
      <circle className={touched ? classes.accent : classes.line} cx="0" cy="-2" r="9" />
      <circle className={classes.line} cx="0" cy="-22" r="3" />
      {touched && <path className={classes.line} d="M-20 -2h-9M20 -2h9M-17 -14l-7 -5M17 -14l7 -5" />}
    </g>
  )
}

/** A device with a display and a button. */
export function Token({ text }: { readonly text: string }) {
  return (
    <g>
      <rect className={classes.body} x="-46" y="-20" width="92" height="40" rx="16" />
      <rect className={classes.field} x="-34" y="-10" width="52" height="20" rx="3" />
      <g transform="translate(-8 0)">
        <Signs text={text} size={11} />
      </g>
      <circle className={classes.accent} cx="31" cy="0" r="7" />
    </g>
  )
}

/** A sheet of paper with lines; so many of them are crossed out. */
export function Paper({ crossed = 0 }: { readonly crossed?: number }) {
  return (
    <g>
      <path className={classes.body} d="M-30 -44h46l14 14v74h-60z" />
      <path className={classes.line} d="M16 -44v14h14" />
      {paperLines.map((y, index) => (
        <g key={y}>
          <path className={classes.dots} d={`M-20 ${y}h40`} />
          {index < crossed && <path className={classes.line} d={`M-24 ${y + 3}l48 -6`} />}
        </g>
      ))}
    </g>
  )
}

const paperLines = [-20, -6, 8, 22, 36]

/** A card with a chip. */
export function Card() {
  return (
    <g>
      <rect className={classes.body} x="-42" y="-27" width="84" height="54" rx="7" />
      <rect className={classes.accent} x="-31" y="-10" width="20" height="16" rx="3" />
      <path className={classes.line} d="M-2 14h32M8 4h22" />
    </g>
  )
}

/** A letter. */
export function Letter() {
  return (
    <g>
      <rect className={classes.body} x="-40" y="-27" width="80" height="54" rx="5" />
      <path className={classes.line} d="M-40 -22l40 28l40 -28" />
    </g>
  )
}

/** The ridges of a finger. */
export function Fingerprint() {
  return (
    <path
      className={classes.line}
      d="M-13 10c-3 -18 2 -26 13 -26s16 8 13 26M-7 14c-3 -16 0 -23 7 -23s10 7 7 23M0 16v-16"
    />
  )
}

/** Somebody. */
export function Person() {
  return (
    <g>
      <circle className={classes.body} cx="0" cy="-24" r="14" />
      <path className={classes.body} d="M-26 34c0 -26 10 -38 26 -38s26 12 26 38z" />
    </g>
  )
}

/** The gate, with light behind it: one is in. */
export function OpenDoor() {
  return (
    <g>
      <path className={classes.lamp} d={arch(0, 44, 50, 84)} />
      <path className={classes.frame} d={arch(0, 44, 50, 84)} />
      <path className={classes.tick} d="M-10 8l8 8l14 -18" />
    </g>
  )
}
