import { Button, Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { previewRules, type Rulebook, type Strength } from '../../api/policy.ts'
import { asProblem } from '../../api/problem.ts'
import { Answers } from '../../kit/answers.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { FormProblem } from '../../kit/form-problem.tsx'
import { useIssueText } from '../../kit/issue-text.ts'

interface StrengthDialogProps {
  /** The draft to which it is added. */
  readonly draft: Rulebook
  readonly onKeep: (strengths: Rulebook['strengths']) => void
  readonly onClose: () => void
}

const levels = [1, 2, 3] as const
const parts = ['phishingResistant', 'userVerified'] as const

/** One's own name for what is needed, kept once the server can take it as it is. */
export function StrengthDialog({ draft, onKeep, onClose }: StrengthDialogProps) {
  const { t } = useTranslation(['console', 'kit'])
  const [name, setName] = useState('')
  const [strength, setStrength] = useState<Strength>({ assurance: 2 })
  const withOwn = (written: string) => ({ ...draft.strengths, [written]: strength })
  const checking = useMutation({
    mutationFn: (written: string) => previewRules({ ...draft, strengths: withOwn(written) }),
    onSuccess: (_, written) => onKeep(withOwn(written)),
  })
  const problem = checking.error === null ? undefined : asProblem(checking.error)
  const wrongName = useIssueText(problem?.details.issues)(`rulebook.strengths.${checking.variables}`)

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    checking.mutate(name.trim())
  }

  return (
    <Dialog onClose={onClose} title={t('policy.newStrength')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={t('policy.strengthName')}
            description={t('policy.strengthNameHint')}
            required
            withAsterisk={false}
            maxLength={64}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            error={wrongName}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('policy.level')}
            value={String(strength.assurance)}
            onChange={(event) => setStrength({ ...strength, assurance: Number(event.currentTarget.value) })}
            data={levels.map((value) => ({ value: String(value), label: t(`policy.assurance.${value}`) }))}
          />
          {parts.map((part) => (
            <Checkbox
              key={part}
              size="sm"
              label={t(`policy.${part}`)}
              checked={strength[part] === true}
              onChange={(event) => setStrength(having(strength, part, event.currentTarget.checked))}
            />
          ))}
          <FormProblem problem={problem} marked={wrongName !== undefined} />
          <Answers>
            <Button variant="default" onClick={onClose}>
              {t('cancel', { ns: 'kit' })}
            </Button>
            <Button type="submit" loading={checking.isPending}>
              {t('policy.keep')}
            </Button>
          </Answers>
        </Stack>
      </form>
    </Dialog>
  )
}

function having(strength: Strength, part: (typeof parts)[number], on: boolean): Strength {
  const { [part]: _, ...rest } = strength
  return on ? { ...rest, [part]: true } : rest
}
