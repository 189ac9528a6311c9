import { Button, Stack, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CreatedApplication, createApplication } from '../../../api/applications.ts'
import type { Settings } from '../../../api/doors.ts'
import { keys } from '../../../api/keys.ts'
import { Answers } from '../../../kit/answers.tsx'
import { FormProblem } from '../../../kit/form-problem.tsx'
import { useIssueText } from '../../../kit/issue-text.ts'
import { useAct } from '../../../step-up/use-act.ts'
import { ClassField } from '../class-field.tsx'
import { OwnSecret } from '../doors/own-secret.tsx'
import { SettingsFields } from '../settings/settings-fields.tsx'
import { useSettings } from '../settings/use-settings.ts'
import { askedKind, type Product } from './products.ts'

interface ProductFormProps {
  readonly product: Product
  readonly onMade: (made: CreatedApplication) => void
  readonly onBack: () => void
}

/** Only what nobody but the administrator can know; the rest is said by the template. */
export function ProductForm({ product, onMade, onBack }: ProductFormProps) {
  const { t } = useTranslation(['console', 'kit'])
  const { kind, template } = product
  const [name, setName] = useState(product.name ?? '')
  const [url, setUrl] = useState('')
  const [guards, setGuards] = useState(template?.class ?? 'other')
  const [secret, setSecret] = useState('')
  const making = useAct([keys.applications, keys.coverage], createApplication, onMade)
  const asked = askedKind(product)
  const asksSettings = Object.keys(asked.settings.properties ?? {}).length > 0
  const { fields, read } = useSettings(asked, { problem: making.problem })
  const wrongUrl = useIssueText(making.problem?.details.issues)('connection.url', 'url')

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    read((settings: Settings) =>
      making.run({
        name: name.trim(),
        class: guards,
        connection: {
          ...(template === undefined ? { door: kind.id } : { template: template.id }),
          ...(template?.asksUrl ? { url: url.trim() } : {}),
          ...(secret === '' ? {} : { secret }),
          settings,
        },
      }),
    )
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={t('applications.name')}
          description={t('applications.nameHint')}
          required
          withAsterisk={false}
          maxLength={64}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {template?.asksUrl && (
          <TextInput
            label={t('products.url')}
            description={t('products.urlHint')}
            placeholder="https://"
            type="url"
            required
            withAsterisk={false}
            maxLength={2000}
            autoComplete="off"
            spellCheck={false}
            error={wrongUrl}
            value={url}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
        )}
        {asksSettings && <SettingsFields fields={fields} />}
        <ClassField value={guards} onChange={setGuards} />
        {kind.keeps !== 'none' && <OwnSecret secret={secret} onChange={setSecret} />}
        <FormProblem problem={making.problem} marked={wrongUrl !== undefined || fields.problems.length > 0} />
        <Answers>
          <Button variant="default" onClick={onBack}>
            {t('doors.back')}
          </Button>
          <Button type="submit" loading={making.pending}>
            {t('doors.connect')}
          </Button>
        </Answers>
      </Stack>
    </form>
  )
}
