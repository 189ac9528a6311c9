import type { ReactElement } from 'react'
import { Finder, Phone, PlusButton, Rows, Signs } from '../../../../web/kit/drawing.tsx'

/** What apps show while they are set up, by the names that the guide uses. */
export const drawings: Readonly<Record<string, ReactElement>> = {
  'plus-below': (
    <Phone>
      <Rows count={3} />
      <PlusButton x={14} y={32} />
    </Phone>
  ),
  'plus-above': (
    <Phone>
      <Rows count={3} />
      <PlusButton x={14} y={-36} />
    </Phone>
  ),
  'first-of-two': (
    <Phone>
      <g transform="translate(0 20)">
        <Rows count={2} chosen={0} />
      </g>
    </Phone>
  ),
  'last-of-three': (
    <Phone>
      <Rows count={3} chosen={2} />
    </Phone>
  ),
  finder: (
    <Phone>
      <Finder />
    </Phone>
  ),
  entry: (
    <Phone>
      <g transform="translate(0 -22)">
        <Signs text="492039" size={11} />
      </g>
      <g transform="translate(0 14)">
        <Rows count={2} />
      </g>
    </Phone>
  ),
}
