// A certified OpenID provider, configured as Pro Santé Connect answers. Everything comes from one variable.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const { issuer, port, key, clients, holder } = JSON.parse(process.env.SAS_TEST_PROVIDER);
const { sub, ...claims } = holder;

const provider = new Provider(issuer, {
  clients: clients.map((client) => ({
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    backchannel_logout_session_required: true,
    ...client,
  })),
  jwks: { keys: [key] },
  cookies: { keys: ['test'] },
  scopes: ['openid', 'scope_all'],
  claims: { openid: ['sub'], scope_all: Object.keys(claims), acr: null, sid: null, auth_time: null },
  acrValues: ['eidas1'],
  pkce: { required: () => true },
  issueRefreshToken: async () => true,
  findAccount: (ctx, id) => ({ accountId: id, claims: async () => ({ sub: id, ...claims }) }),
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope('openid scope_all');
    await grant.save();
    return grant;
  },
  // It refuses to write to the loopback by itself; everything here is on the loopback.
  fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    jwtUserinfo: { enabled: true },
    rpInitiatedLogout: { enabled: true },
  },
});
provider.proxy = true;
provider.on('backchannel.error', (ctx, error) => console.error(String(error)));

const finish = { login: { accountId: sub, acr: 'eidas1' } };
const cancel = { error: 'access_denied', error_description: 'cancelled' };
const answer = provider.callback();

createServer((request, response) => {
  if (request.url.startsWith('/interaction/')) {
    const result = request.url.endsWith('/cancel') ? cancel : finish;
    provider.interactionFinished(request, response, result).catch((error) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  } else answer(request, response);
}).listen(port, '127.0.0.1', () => console.log('ready'));
