// A real identity provider for one walk: anybody signs in as whatever they type, which
// is their subject. Groups are told beside the token. CAIRN is where Cairn is reached.
import { Provider } from 'oidc-provider';

const { PORT, CAIRN } = process.env;
const issuer = `http://localhost:${PORT}`;

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'cairn', client_secret: 'a secret between the two',
    redirect_uris: [`${CAIRN}/sign-in/with/example/back`], post_logout_redirect_uris: [`${CAIRN}/sign-in`],
    backchannel_logout_uri: `${CAIRN}/sign-in/with/example/end`, backchannel_logout_session_required: true,
  }],
  claims: { openid: ['sub'], profile: ['name', 'groups'], email: ['email', 'email_verified'] },
  async findAccount(_, sub) {
    return { accountId: sub, claims: async () => ({ sub, name: `Somebody called ${sub}`, email: `${sub}@elsewhere.example`, email_verified: true, groups: ['people-team'] }) };
  },
  // It would send nothing to this machine by itself, and Cairn is on it.
  fetch(url, { dispatcher, ...options } = {}) { return globalThis.fetch(url, options); },
  cookies: { keys: ['for tests only'] },
  features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
});

provider.listen(Number(PORT), '127.0.0.1', () => console.log('ready'));
