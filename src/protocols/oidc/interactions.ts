import {
  type Configuration,
  type Interaction,
  interactionPolicy,
  type KoaContextWithOIDC,
} from 'oidc-provider'
import { refer } from '../../authentication/index.ts'
import { clientIdOf, decide } from './decide.ts'
import type { OidcDeps } from './deps.ts'
import { layWayBack } from './way-back.ts'
import { wishesOf } from './wishes.ts'

const { Check, Prompt } = interactionPolicy

/** One question, however a client asks: is this person let in to this client now? */
export function interactionsOf(deps: OidcDeps): NonNullable<Configuration['interactions']> {
  const admission = new Check('admission', 'somebody has to sign in', 'login_required', async (context) =>
    (await decide(deps, context)) ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
  )
  return {
    policy: [understood('login', admission), understood('select_account'), understood('consent')],
    url: (context, interaction) => sendToOurPages(deps, context, interaction),
  }
}

/** A value of `prompt` that clients may send; what it means is among the wishes, and not the library's to check. */
function understood(name: string, ...checks: readonly InstanceType<typeof Check>[]) {
  const prompt = new Prompt({ name, requestable: true })
  prompt.checks.clear()
  for (const check of checks) prompt.checks.add(check)
  return prompt
}

/** Our pages sign the person in for this client, and send the browser back to where the library goes on. */
async function sendToOurPages(
  deps: OidcDeps,
  context: KoaContextWithOIDC,
  interaction: Interaction,
): Promise<string> {
  const { oidc } = context
  const { token, page } = await refer(deps.engine, {
    applicationId: clientIdOf(oidc),
    door: 'oidc',
    wishes: wishesOf(oidc),
    returnTo: layWayBack(context, interaction),
  })
  interaction.result = { referral: token }
  await interaction.persist()
  return page
}
