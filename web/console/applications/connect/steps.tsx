import type { StepView } from '../../../api/doors.ts'
import { CopyButton } from '../../../kit/copy-button.tsx'
import { MarkedText } from '../../../kit/marked-text.tsx'
import classes from './connect.module.css'

/** What to do on the other side, in order, each with what to paste there. */
export function Steps({ steps }: { steps: readonly StepView[] }) {
  return (
    <ol className={classes.steps}>
      {steps.map(({ text, paste }) => (
        <li key={text}>
          <MarkedText>{text}</MarkedText>
          {paste !== undefined && (
            <div className={classes.paste}>
              <pre>{paste}</pre>
              <CopyButton text={paste} />
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}
