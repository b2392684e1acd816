// Both languages of the page. Elements name their word in data-t (text) or data-t-label (aria-label).

const WORDS = {
  skip: ["跳到内容", "Skip to content"],
  title: ["本地云控制台", "Local cloud console"],
  nav: ["功能", "Sections"],
  now: ["本地云时间", "Time in the local cloud"],
  offline: ["连接不上本地云。它停了吗？恢复后本页会自动继续。", "The local cloud does not answer. Has it stopped? This page goes on by itself once it is back."],
  none: ["暂无", "Nothing yet"],
  time: ["时间", "Time"],
  result: ["结果", "Result"],
  copy: ["复制", "Copy"],
  copied: ["已复制 {text}", "Copied {text}"],
  outbox: ["收件箱", "Outbox"],
  outboxLead: ["产品发出的短信、邮件和站内消息。没有任何一条真正离开这台机器。", "SMS, mail and platform messages that the product sent. None of them leaves this machine."],
  outboxTo: ["只看收件人", "Only to"],
  outboxNone: ["还没有消息。在注册页请求一个验证码试试。", "No messages yet. Ask for a code on the registration page."],
  outboxNew: ["新消息，发给 {to}：{text}", "New message to {to}: {text}"],
  sms: ["短信", "SMS"],
  mail: ["邮件", "Mail"],
  message: ["站内", "Message"],
  copyCode: ["复制验证码 {text}", "Copy code {text}"],
  timers: ["定时器", "Timers"],
  timersLead: ["按各自的 cron 表达式自动触发；也可以现在就触发一次。", "They fire by their cron line, or now by hand."],
  timersNone: ["没有带定时器的函数。", "No function has a timer."],
  next: ["下次", "Next"],
  off: ["停用", "Off"],
  fire: ["立即触发", "Fire now"],
  fired: ["已触发 {text}", "Fired {text}"],
  clock: ["时钟", "Clock"],
  clockLead: ["向前拨动时间：函数、缓存有效期、验证码、令牌和定时器一起走。重置后回到真实时间。", "Move time forward: functions, expiry in Redis, codes, tokens and timers go along. A reset returns to real time."],
  clockQuick: ["快速拨动", "Quick steps"],
  minute: ["＋1 分钟", "+1 minute"],
  hour: ["＋1 小时", "+1 hour"],
  day: ["＋1 天", "+1 day"],
  clockAmount: ["自定义", "Custom"],
  clockUnit: ["单位", "Unit"],
  seconds: ["秒", "seconds"],
  minutes: ["分钟", "minutes"],
  hours: ["小时", "hours"],
  days: ["天", "days"],
  advance: ["拨动", "Advance"],
  advanced: ["现在是 {text}", "It is now {text}"],
  ahead: ["快 {text}", "{text} ahead"],
  unitDay: ["天", "d"],
  unitHour: ["小时", "h"],
  unitMinute: ["分", "min"],
  unitSecond: ["秒", "s"],
  faults: ["故障注入", "Faults"],
  faultsLead: ["让接下来的若干次调用失败、变慢、丢失应答、重复，或在应答前杀死函数实例。", "Let the next calls fail, wait, lose their answer, happen twice, or kill the function instance before it hears the answer."],
  service: ["服务", "Service"],
  operation: ["操作", "Operation"],
  operationHint: ["* 表示任意操作；fc 填函数名", "* is any operation; for fc, a function's name"],
  kind: ["故障", "Failure"],
  times: ["次数", "Times"],
  skipCalls: ["先放行几次", "Skip first"],
  code: ["错误码（可选）", "Error code (optional)"],
  delay: ["毫秒", "Milliseconds"],
  inject: ["注入", "Inject"],
  injected: ["已注入", "Injected"],
  faultsArmed: ["生效中", "In force"],
  faultsClear: ["全部清除", "Clear all"],
  faultsNone: ["没有故障，一切照常。", "No faults: everything runs as usual."],
  faultCount: ["还有 {times} 次", "{times} to come"],
  faultSkip: ["先放行 {skip} 次", "after {skip} more"],
  kind_error: ["返回错误", "Error answer"],
  kind_delay: ["延迟", "Delay"],
  kind_drop: ["丢失应答", "Lost answer"],
  kind_duplicate: ["重复投递", "Delivered twice"],
  kind_kill: ["杀死实例", "Kill instance"],
  kind_malformed: ["应答截断", "Cut answer"],
  kind_page: ["HTML 502 页", "HTML 502 page"],
  hint_error: ["服务返回它自己的错误，什么也没发生。", "The service's own error; nothing takes effect."],
  hint_delay: ["等待之后照常执行。", "The call waits, then runs as usual."],
  hint_drop: ["调用已生效，应答丢失，连接断开。", "The call takes effect; its answer is lost with the connection."],
  hint_duplicate: ["投递的内容到达两次。", "What the call delivers arrives twice."],
  hint_kill: ["调用已生效，发起它的实例在收到应答前死亡。", "The call takes effect; the instance that made it dies before the answer."],
  hint_malformed: ["调用已生效，应答只有前一半，HTTP 200。仅限 sms、mail、ocr、identity。", "The call takes effect; half of its answer comes, with HTTP 200. For sms, mail, ocr and identity."],
  hint_page: ["代理返回 502 网页，什么也没发生。仅限 sms、mail、ocr、identity。", "A proxy's HTML page with status 502; nothing takes effect. For sms, mail, ocr and identity."],
  invocations: ["函数调用", "Invocations"],
  invocationsLead: ["HTTP、事件和定时触发都在这里，最新的在前。展开可看日志。", "HTTP, event and timer invocations alike, newest first. Unfold one for its log."],
  invocationsNone: ["没有符合的调用。", "No invocations match."],
  filter: ["筛选函数、触发方式或状态", "Filter by function, trigger or status"],
  failedOnly: ["只看失败", "Failures only"],
  cold: ["冷启动", "cold"],
  warm: ["热", "warm"],
  noLog: ["（没有日志）", "(no log)"],
  calls: ["云服务调用", "Vendor calls"],
  callsLead: ["在真实云上会花钱或打扰到人的调用：短信、邮件、识别、核验。", "Calls that cost money or reach a person in the real cloud: SMS, mail, OCR, identity."],
  ok: ["成功", "OK"],
  failed: ["失败", "Failed"],
  mark: ["标记", "Mark"],
  billed: ["计费", "Billed"],
  samples: ["样本图片", "Specimens"],
  samplesLead: ["用来试传的证件样本，图上标明“样本”。人物与号码均为虚构。", "Documents to try uploads with, plainly marked as specimens. People and numbers are invented."],
  front: ["身份证人像面", "ID card, front"],
  back: ["身份证国徽面", "ID card, back"],
  licence: ["营业执照", "Business licence"],
  name: ["姓名", "Name"],
  number: ["身份证号", "ID number"],
  expires: ["有效期至（日期或 long）", "Expires (date or long)"],
  company: ["企业名称", "Company"],
  creditCode: ["统一社会信用代码", "Credit code"],
  legal: ["法定代表人", "Legal representative"],
  status: ["经营状态", "Status"],
  status_0: ["其他", "other"],
  status_1: ["在营", "operating"],
  status_2: ["迁出", "moved out"],
  status_3: ["注销", "deregistered"],
  status_4: ["吊销", "licence revoked"],
  status_5: ["撤销", "cancelled"],
  status_6: ["停业", "suspended"],
  draw: ["生成", "Draw"],
  invent: ["换一个人", "Another person"],
  inventCompany: ["换一家企业", "Another company"],
  registerPerson: ["登记到实名库", "Register this person"],
  registerCompany: ["登记到实名库", "Register this company"],
  registered: ["已登记 {text}", "Registered {text}"],
  download: ["下载 {text}", "Download {text}"],
  registry: ["实名库", "Registry"],
  registryLead: ["核验服务认识的人和企业；不在其中的，核验结果是“查无此人”。登记请到“样本图片”。", "People and companies that the identity service knows; anybody else is not found. Register more under Specimens."],
  persons: ["人员", "Persons"],
  companies: ["企业", "Companies"],
  apiDocs: ["接口文档", "API"],
  apiDocsLead: ["五份接口文档的全部路径、字段、示例与错误，由代码生成。点开一份文档，再点开一行看详情。", "Every path, field, example and failure of the five documents, derived from the code. Open a document, then a row for its details."],
  apiDocsFile: ["原始文件", "The document itself"],
  apiDocsMissing: ["读不到接口文档：{text}", "The document cannot be read: {text}"],
  back: ["返回控制台", "Back to the console"],
  addresses: ["地址", "Addresses"],
  addressesLead: ["本次运行的各个端口。签名用的密钥见文档。", "The ports of this run. The secret for signing is in the documentation."],
  pages: ["页面", "Pages"],
  services: ["服务", "Services"],
  reset: ["重置", "Reset"],
  resetLead: ["清空账号、文件、缓存、消息、故障和时钟，重新建表建桶；部署的函数保留。无法撤销。", "Empties accounts, files, Redis, messages, faults and clock, and makes tables and buckets anew; functions stay deployed. There is no way back."],
  resetAsk: ["重置本地云…", "Reset the local cloud…"],
  resetSure: ["确定清空全部状态？", "Forget all state?"],
  resetWhat: ["所有账号、认证、上传的文件和消息都会消失。", "All accounts, certifications, uploads and messages will be gone."],
  cancel: ["取消", "Cancel"],
  resetDo: ["清空", "Forget everything"],
  resetDone: ["已重置", "Reset"],
  resetting: ["正在重置…", "Resetting…"],
};

const KEY = "console.language";
let current = stored();

function stored() {
  try {
    return localStorage.getItem(KEY) === "en" ? "en" : "zh";
  } catch {
    return "zh";
  }
}

export const language = () => current;

export function t(word, values = {}) {
  const text = WORDS[word][current === "zh" ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export function speak(next) {
  current = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  translate();
}

export function translate() {
  document.documentElement.lang = current === "zh" ? "zh-CN" : "en";
  document.title = t("title");
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", t(element.dataset.tLabel));
  }
}
