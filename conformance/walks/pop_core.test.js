'use strict';
// The RPC-style APIs by @alicloud/pop-core: signature V1, HMAC-SHA1. By POST it puts everything into the form, the action
// and the signature too.

const assert = require('node:assert/strict');
const { randomUUID } = require('node:crypto');

const { ROLE, acquaintances, phone, pop, refusal, today } = require('./clients');

const SMS = { SignName: "门禁 *+~/!'()", TemplateCode: 'SMS_1' };

describe('pop-core', () => {
  let person;
  let company;

  before(async () => {
    ({ person, company } = await acquaintances());
  });

  for (const method of ['GET', 'POST']) {
    it(`sends a message by ${method}`, async () => {
      const client = pop('2017-05-25');
      const answer = await client.request('SendSms', { ...SMS, PhoneNumbers: phone() }, { method });
      assert.deepEqual([answer.Code, answer.Message], ['OK', 'OK']);
    });
    it(`asks about a person by ${method}`, async () => {
      const question = { ParamType: 'normal', IdentifyNum: person.number, UserName: person.name };
      const answer = await pop('2019-03-07', { codes: ['200'] }).request('Id2MetaVerify', question, { method });
      assert.equal(answer.ResultObject.BizCode, '1');
    });
    it(`asks about a company by ${method}`, async () => {
      const question = {
        SceneCode: 's1', MerchantBizId: randomUUID().replaceAll('-', ''), MerchantUserId: 'u1', UserAuthorization: '1',
        InfoVerifyType: 'ENT_2META', LicenseNo: company.code, EntName: company.name,
      };
      const client = pop('2022-11-25', { codes: ['Success'] });
      const answer = await client.request('EntElementVerifyV2', question, { method });
      assert.equal(answer.Result.BizCode, '1');
    });
    it(`verifies a licence by ${method}`, async () => {
      const { name: CompanyName, code: CreditCode, legal: LegalPerson } = company;
      const client = pop('2021-07-07');
      const answer = await client.request('VerifyBusinessLicense', { CompanyName, CreditCode, LegalPerson }, { method });
      assert.deepEqual(JSON.parse(answer.Data), { code: '0', data: true });
    });
    it(`sends mail by ${method}`, async () => {
      const answer = await pop('2015-11-23').request('SingleSendMail', {
        AccountName: 'a@mail.example.com', AddressType: 1, ReplyToAddress: false, ToAddress: 'b@example.com',
        Subject: '主题', HtmlBody: '<p>一</p>',
      }, { method });
      assert.ok(answer.EnvId);
    });
    it(`assumes a role by ${method} and uses its keys`, async () => {
      const client = pop('2015-04-01');
      const answer = await client.request('AssumeRole', { RoleArn: ROLE, RoleSessionName: 'one' }, { method });
      const { AccessKeyId: accessKeyId, AccessKeySecret: accessKeySecret, SecurityToken: securityToken } = answer.Credentials;
      const narrow = pop('2017-05-25', { accessKeyId, accessKeySecret, securityToken });
      assert.equal((await narrow.request('SendSms', { ...SMS, PhoneNumbers: phone() }, { method })).Code, 'OK');
    });
  }

  it('finds a message', async () => {
    const client = pop('2017-05-25');
    const number = phone();
    await client.request('SendSms', { ...SMS, PhoneNumbers: number, OutId: 'o1' }, { method: 'POST' });
    const question = { PhoneNumber: number, SendDate: today(), PageSize: 10, CurrentPage: 1 };
    const answer = await client.request('QuerySendDetails', question, { method: 'POST' });
    assert.deepEqual([answer.TotalCount, answer.SmsSendDetailDTOs.SmsSendDetailDTO[0].OutId], [1, 'o1']);
  });

  it('throws business errors', async () => {
    const client = pop('2017-05-25');
    const code = await client.request('SendSms', { ...SMS, PhoneNumbers: '1' }, { method: 'POST' }).catch((e) => e.code);
    assert.equal(code, 'isv.MOBILE_NUMBER_ILLEGAL');
  });

  it('hears of a wrong secret, an unknown key, action and version', async () => {
    const asked = (version, action, changes) => refusal(() => pop(version, changes).request(action, {}));
    assert.equal((await asked('2017-05-25', 'SendSms', { accessKeySecret: 'wrong' }))[0], 'SignatureDoesNotMatch');
    assert.equal((await asked('2017-05-25', 'SendSms', { accessKeyId: 'nobody' }))[0], 'InvalidAccessKeyId.NotFound');
    assert.equal((await asked('2017-05-25', 'SendSmss'))[0], 'InvalidAction.NotFound');
    assert.equal((await asked('2017-05-26', 'SendSms'))[0], 'InvalidVersion');
  });
});
