import type { ReactElement } from 'react'
import {
  AskingWindow,
  Computer,
  Face,
  Field,
  Fingerprint,
  Phone,
  Rows,
  SecurityKey,
  Signs,
  Waves,
} from '../../../../web/kit/drawing.tsx'

/** What devices show while a passkey is made, by the names that the guide uses. */
export const drawings: Readonly<Record<string, ReactElement>> = {
  'first-on-page': (
    <Computer>
      <Rows count={3} chosen={0} width={76} />
    </Computer>
  ),
  window: (
    <Computer>
      <AskingWindow />
    </Computer>
  ),
  finger: (
    <Computer>
      <Fingerprint />
    </Computer>
  ),
  'finger-or-face': (
    <g>
      <g transform="translate(-28 2) scale(0.75)">
        <Computer>
          <Fingerprint />
        </Computer>
      </g>
      <g transform="translate(50 2) scale(0.8)">
        <Phone>
          <Face />
        </Phone>
      </g>
    </g>
  ),
  'first-on-phone': (
    <Phone>
      <Rows count={3} chosen={0} />
    </Phone>
  ),
  'last-on-phone': (
    <Phone>
      <Rows count={3} chosen={2} />
    </Phone>
  ),
  sheet: (
    <Phone>
      <g transform="translate(0 22) scale(0.75)">
        <AskingWindow />
      </g>
    </Phone>
  ),
  'finger-on-phone': (
    <Phone>
      <Fingerprint />
    </Phone>
  ),
  'plugged-in': (
    <g>
      <g transform="translate(-16 0) scale(0.9)">
        <Computer>
          <Rows count={3} chosen={2} width={76} />
        </Computer>
      </g>
      <g transform="translate(58 6) rotate(90) scale(0.6)">
        <SecurityKey />
      </g>
    </g>
  ),
  pin: (
    <Computer>
      <Field text="••••••" />
    </Computer>
  ),
  'pin-on-phone': (
    <Phone>
      <Signs text="••••••" size={11} />
    </Phone>
  ),
  touched: <SecurityKey touched />,
  'held-to-phone': (
    <g>
      <g transform="translate(-18 0)">
        <Phone>
          <Rows count={3} />
        </Phone>
      </g>
      <g transform="translate(16 -20)">
        <Waves />
      </g>
      <g transform="translate(50 -18) scale(0.75)">
        <SecurityKey />
      </g>
    </g>
  ),
}
