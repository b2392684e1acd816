"""Every action that the vendor's Python clients know of the products here, emulated or not.

Source: the packages alibabacloud_dysmsapi20170525 4.6.0, _dm20151123 1.11.1, _ocr_api20210707 3.1.3,
_cloudauth20190307 3.14.0, _cloudauth20221125 1.3.0 and _sts20150401 1.2.0.
"""

from __future__ import annotations

from collections.abc import Mapping

_NAMES = {
    ("Dysmsapi", "2017-05-25"): """
        AddExtCodeSign AddRcsSignMenu AddShortUrl AddSmsSign AddSmsTemplate ChangeSignatureQualification
        CheckMobilesCardSupport ConversionDataIntl CreateCardSmsTemplate CreateDigitalSignOrder
        CreateDigitalSmsTemplate CreateRCSMobileCapableTask CreateRCSTemplate CreateSmartShortUrl
        CreateSmsAppIcpRecord CreateSmsAuthorizationLetter CreateSmsSign CreateSmsTemplate CreateSmsTrademark
        DeleteExtCodeSign DeleteShortUrl DeleteSmsQualification DeleteSmsSign DeleteSmsTemplate
        GetCardSmsDetails GetCardSmsLink GetMediaResourceId GetOSSInfoForCardTemplate GetOSSInfoForUploadFile
        GetQualificationOssInfo GetRCSSignature GetSmsOcrOssInfo GetSmsSign GetSmsTemplate GetSmsTemplateList
        ListTagResources ModifySmsSign ModifySmsTemplate QueryCardSmsTemplate QueryCardSmsTemplateReport
        QueryDigitalSignByName QueryExtCodeSign QueryMobilesCardSupport QueryPageSmartShortUrlLog
        QueryRCSMobileCapable QueryRCSMobileCapableTaskResult QueryRCSTemplate QueryRcsSignMenuByVersion
        QuerySendDetails QuerySendStatistics QueryShortUrl QuerySingleSmsQualification QuerySmsAppIcpRecord
        QuerySmsAuthorizationLetter QuerySmsQualificationRecord QuerySmsSign QuerySmsSignList QuerySmsTemplate
        QuerySmsTemplateList QuerySmsTrademark RequiredPhoneCode SendBatchCardSms SendBatchSms SendCardSms
        SendLogisticsSms SendRCS SendRCSReply SendSms SmsConversionIntl SubmitSmsQualification TagResources
        UntagResources UpdateExtCodeSign UpdateRCSSignature UpdateSmsQualification UpdateSmsSign
        UpdateSmsTemplate UpgradeToRCSSignature ValidPhoneCode VerifyLogisticsSmsMailNo
    """,
    ("Dm", "2015-11-23"): """
        AddIpfilter ApproveReplyMailAddress AuthorizeFileUpload BatchSendMail ChangeDomainDkimRecord
        CheckDisposable CheckDomain CheckReplyToMailAddress ConfigSetCancelRelationFromAddress ConfigSetCreate
        ConfigSetDelete ConfigSetDetail ConfigSetList ConfigSetRelationFromAddress ConfigSetUpdate CreateDomain
        CreateMailAddress CreateReceiver CreateTag CreateTemplate CreateUserSuppression DedicatedIpAutoRenewal
        DedicatedIpChangeWarmupType DedicatedIpList DedicatedIpNonePoolList DedicatedIpPoolCreate
        DedicatedIpPoolDelete DedicatedIpPoolList DedicatedIpPoolUpdate DeleteDomain DeleteInvalidAddress
        DeleteIpfilterByEdmId DeleteMailAddress DeleteReceiver DeleteReceiverDetail DeleteTag DeleteTemplate
        DeleteValidateFile DescAccountSummary DescDomain DescTemplate GetDedicatedIpWarmUpDetail
        GetDedicatedIpWarmUpInfo GetIpProtection GetIpfilterList GetSendifyAutoLoginURL GetSendifyInfo
        GetSuppressionListLevel GetTrackList GetTrackListByMailFromAndTagName GetUser GetValidateFile
        GetValidateFileStatus GetValidationQuota ListBlockSending ListUserSuppression ListValidateFile
        ModifyMailAddress ModifyPWByDomain ModifyTag ModifyTemplate OpenSendifyTrialService QueryDomainByParam
        QueryInvalidAddress QueryMailAddressByParam QueryReceiverByParam QueryReceiverDetail QueryTagByParam
        QueryTaskByParam QueryTemplateByParam RemoveUserSuppression SaveReceiverDetail SendTestByTemplate
        SendValidateFile SenderStatisticsByTagNameAndBatchID SenderStatisticsDetailByParam
        SetSuppressionListLevel SingleSendMail UnblockSending UpdateIpProtection UpdateUser ValidateEmail
    """,
    ("ocr-api", "2021-07-07"): """
        RecognizeAdvanced RecognizeAirItinerary RecognizeAllText RecognizeBankAcceptance
        RecognizeBankAccountLicense RecognizeBankCard RecognizeBasic RecognizeBirthCertification
        RecognizeBusShipTicket RecognizeBusinessLicense RecognizeCarInvoice RecognizeCarNumber
        RecognizeCarVinCode RecognizeChinesePassport RecognizeCommonPrintedInvoice
        RecognizeCosmeticProduceLicense RecognizeCovidTestReport RecognizeCtwoMedicalDeviceManageLicense
        RecognizeDocumentStructure RecognizeDrivingLicense RecognizeEduFormula RecognizeEduOralCalculation
        RecognizeEduPaperCut RecognizeEduPaperOcr RecognizeEduPaperStructed RecognizeEduQuestionOcr
        RecognizeEnglish RecognizeEstateCertification RecognizeExitEntryPermitToHK
        RecognizeExitEntryPermitToMainland RecognizeFoodManageLicense RecognizeFoodProduceLicense
        RecognizeGeneral RecognizeGeneralStructure RecognizeHKIdcard RecognizeHandwriting RecognizeHealthCode
        RecognizeHotelConsume RecognizeHousehold RecognizeIdcard RecognizeInternationalBusinessLicense
        RecognizeInternationalIdcard RecognizeInvoice RecognizeJanpanese RecognizeKorean RecognizeLatin
        RecognizeMedicalDeviceManageLicense RecognizeMedicalDeviceProduceLicense RecognizeMixedInvoices
        RecognizeMultiLanguage RecognizeNonTaxInvoice RecognizePassport RecognizePaymentRecord
        RecognizePurchaseRecord RecognizeQuotaInvoice RecognizeRideHailingItinerary RecognizeRollTicket
        RecognizeRussian RecognizeShoppingReceipt RecognizeSocialSecurityCard
        RecognizeSocialSecurityCardVersionII RecognizeTableOcr RecognizeTaxClearanceCertificate
        RecognizeTaxiInvoice RecognizeThai RecognizeTollInvoice RecognizeTradeMarkCertification
        RecognizeTrainInvoice RecognizeUsedCarInvoice RecognizeVehicleCertification RecognizeVehicleLicense
        RecognizeVehicleRegistration RecognizeWaybill VerifyBusinessLicense VerifyVATInvoice
    """,
    ("Cloudauth", "2019-03-07"): """
        AIGCFaceVerify AuthorizeFileUpload BankMetaVerify CompareFaceVerify CompareFaces ContrastFaceVerify
        CreateAntCloudAuthScene CreateAuthKey CreateCloudauthstScene CreateSceneConfig CreateVerifySetting
        CreateWhitelistSetting CredentialProductVerifyV2 CredentialVerify CredentialVerifyV2 DeepfakeDetect
        DeleteAllCustomizeFlowStrategy DeleteAntCloudAuthScene DeleteBlackListStrategy DeleteCloudauthstScene
        DeleteControlStrategy DeleteCustomizeFlowStrategy DeleteFaceVerifyResult DeleteSceneConfig
        DeleteWhitelistSetting DescribeAntAndCloudAuthUserStatus DescribeAuthVerify DescribeCardVerify
        DescribeCloudauthstSceneList DescribeDeviceInfo DescribeFaceGuardRisk DescribeFaceVerify
        DescribeInfoCheckExportRecord DescribeListAntCloudAuthScenes DescribeListFaceVerifyData
        DescribeListFaceVerifyInfos DescribeMetaSearchPageList DescribeMetaStatisticsList
        DescribeMetaStatisticsPageList DescribeOssStatus DescribeOssStatusV2 DescribeOssUploadToken
        DescribePageFaceVerifyData DescribePageSetting DescribeProductCode DescribeSmartStatisticsPageList
        DescribeVerifyDeviceRiskStatistics DescribeVerifyFailStatistics
        DescribeVerifyPersonasDeviceModelStatistics DescribeVerifyPersonasOsStatistics
        DescribeVerifyPersonasProvinceStatistics DescribeVerifyPersonasSexStatistics DescribeVerifyResult
        DescribeVerifySDK DescribeVerifySearchPageList DescribeVerifyStatistics DescribeVerifyToken
        DescribeWhitelistSetting DetectFaceAttributes DownloadVerifyRecords Id2MetaPeriodVerify
        Id2MetaStandardVerify Id2MetaVerify Id2MetaVerifyWithOCR Id3MetaVerify Id3MetaVerifyPRO
        Id3MetaVerifyWithOCR InitAuthVerify InitCardVerify InitFaceVerify InsertWhiteListSetting
        LivenessFaceVerify Mobile2MetaVerify Mobile3MetaDetailStandardVerify Mobile3MetaDetailVerify
        Mobile3MetaSimpleStandardVerify Mobile3MetaSimpleVerify MobileDetect MobileOnlineStatus MobileOnlineTime
        MobileRecycledMetaVerify ModifyBlackListStrategy ModifyControlStrategy ModifyCustomizeFlowStrategyList
        ModifyDeviceInfo PageQueryWhiteListSetting QueryBlackListStrategy QueryControlStrategy
        QueryCustomizeFlowStrategy QuerySceneConfigs QueryVerifyDownloadTask QueryVerifyFlowPackage
        QueryVerifyInvokeSatistic RemoveWhiteListSetting UpdateAntCloudAuthScene UpdateSceneConfig
        Vehicle5ItemQuery VehicleInsureQuery VehicleMetaVerify VehicleMetaVerifyV2 VehicleQuery VerifyMaterial
    """,
    ("Cloudauth 2022", "2022-11-25"): """
        EntElementVerify EntElementVerifyPRO EntElementVerifyV2 EntRiskQuery EntVerify
    """,
    ("Sts", "2015-04-01"): """
        AssumeRole AssumeRoleWithOIDC AssumeRoleWithSAML GetCallerIdentity
    """,
}

ACTIONS: Mapping[tuple[str, str], tuple[str, ...]] = {
    product: tuple(names.split()) for product, names in _NAMES.items()
}
"""Product and version → its actions."""
