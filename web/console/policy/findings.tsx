import type { FindingView } from '../../api/policy.ts'
import { Alert } from '../../kit/alert.tsx'

/** What is probably not meant; what shuts everybody out comes in red. */
export function Findings({ findings }: { findings: readonly FindingView[] }) {
  return findings.map(({ kind, text }) => (
    <Alert key={`${kind} ${text}`} tone={kind === 'locks-out' ? 'bad' : 'warn'}>
      {text}
    </Alert>
  ))
}
