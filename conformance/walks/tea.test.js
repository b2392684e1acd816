'use strict';
// The RPC-style APIs by the Tea clients for Node (@alicloud/<product><version>): signature V3, ACS3-HMAC-SHA256.

const assert = require('node:assert/strict');
const { Readable } = require('node:stream');

const cloudauth = require('@alicloud/cloudauth20190307');
const mail = require('@alicloud/dm20151123');
const sms = require('@alicloud/dysmsapi20170525');
const ocr = require('@alicloud/ocr-api20210707');
const sts = require('@alicloud/sts20150401');
const { RuntimeOptions } = require('@alicloud/tea-util');

const { ROLE, acquaintances, card, phone, refusal, tea, today } = require('./clients');

describe('Tea', () => {
  let person;
  let company;

  before(async () => {
    ({ person, company } = await acquaintances());
  });

  it('sends a message and finds it', async () => {
    const client = tea(sms.default);
    const phoneNumber = phone();
    const sent = await client.sendSms(new sms.SendSmsRequest({
      phoneNumbers: phoneNumber, signName: "门禁 *+~/!'()", templateCode: 'SMS_2', templateParam: '{"text":"已 通过"}', outId: 'o1',
    }));
    assert.equal(sent.body.code, 'OK');
    const found = await client.querySendDetails(new sms.QuerySendDetailsRequest({
      phoneNumber, sendDate: today(), pageSize: 10, currentPage: 1,
    }));
    assert.equal(Number(found.body.totalCount), 1);
    assert.equal(found.body.smsSendDetailDTOs.smsSendDetailDTO[0].outId, 'o1');
  });

  it('sends mail', async () => {
    const answer = await tea(mail.default).singleSendMail(new mail.SingleSendMailRequest({
      accountName: 'a@mail.example.com', addressType: 1, replyToAddress: false, toAddress: 'b@example.com',
      subject: '主题 *+', htmlBody: '<p>一</p>',
    }));
    assert.ok(answer.body.envId);
  });

  it('reads an ID card', async () => {
    const runtime = new RuntimeOptions({ readTimeout: 60_000, connectTimeout: 5_000 });
    const request = new ocr.RecognizeIdcardRequest({ body: Readable.from([await card(person)]), outputFigure: true });
    const answer = await tea(ocr.default).recognizeIdcardWithOptions(request, runtime);
    const { face } = JSON.parse(answer.body.data).data;
    assert.equal(face.data.idNumber, person.number);
    assert.equal(face.figure[0].type, 'face');
  });

  it('verifies a licence', async () => {
    const { name: companyName, code: creditCode } = company;
    const request = new ocr.VerifyBusinessLicenseRequest({ companyName, creditCode, legalPerson: '李四' });
    const answer = await tea(ocr.default).verifyBusinessLicense(request);
    assert.deepEqual(JSON.parse(answer.body.data), { code: '20002', data: false });
  });

  it('asks about a person', async () => {
    const answer = await tea(cloudauth.default).id2MetaVerify(new cloudauth.Id2MetaVerifyRequest({
      paramType: 'normal', identifyNum: person.number, userName: '张四',
    }));
    assert.deepEqual([answer.body.code, answer.body.resultObject.bizCode], ['200', '2']);
  });

  it('assumes a role and uses its keys', async () => {
    const request = new sts.AssumeRoleRequest({ roleArn: ROLE, roleSessionName: 'two', durationSeconds: 900 });
    const { credentials } = (await tea(sts.default).assumeRole(request)).body;
    const client = tea(sms.default, credentials);
    const message = new sms.SendSmsRequest({ phoneNumbers: phone(), signName: '门禁', templateCode: 'SMS_2' });
    assert.equal((await client.sendSms(message)).body.code, 'OK');
  });

  it('hears of wrong keys and of what is not emulated', async () => {
    const message = new sms.SendSmsRequest({ phoneNumbers: phone(), signName: '门禁', templateCode: 'SMS_2' });
    const wrong = tea(sms.default, { accessKeySecret: 'wrong' });
    assert.deepEqual(await refusal(() => wrong.sendSms(message)), ['SignatureDoesNotMatch', 400]);
    const unknown = tea(sms.default, { accessKeyId: 'nobody' });
    assert.deepEqual(await refusal(() => unknown.sendSms(message)), ['InvalidAccessKeyId.NotFound', 404]);
    const batch = new sms.SendBatchSmsRequest({ phoneNumberJson: '[]', signNameJson: '[]', templateCode: 'SMS_1' });
    assert.deepEqual(await refusal(() => tea(sms.default).sendBatchSms(batch)), ['InvalidAction.NotFound', 404]);
  });
});
