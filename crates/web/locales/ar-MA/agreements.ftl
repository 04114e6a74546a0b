agreements-lead = بماذا التزمنا، ولمن، وهل هو سارٍ اليوم.
agreements-empty = لا اتفاقية بعد
agreements-empty-hint = حرّر مسودة واقترحها على شريك؛ وتُدرج هنا منذ مسودتها الأولى.
standing = الوضع
in-force-from = سارية منذ
ends-on = آخر يوم
no-end = دون أجل

standing-draft = مسودة
standing-signed-part = موقّعة جزئيًا
standing-signed = موقّعة
standing-in-force = سارية
standing-suspended = معلّقة
standing-denounced = أُشعر بإنهائها
standing-terminated = مُنهاة
standing-expired = انقضى أجلها
standing-not-binding = غير ملزمة

agreement-life = مسار الاتفاقية
agreement-ends = آخر يوم من السريان:
agreement-no-end = غير محددة المدة
agreement-notice = { $n ->
    [zero] تنتهي بمجرد الإشعار
    [one] بإشعار مسبق مدته شهر واحد
    [two] بإشعار مسبق مدته شهران
    [few] بإشعار مسبق مدته { $number } أشهر
    [many] بإشعار مسبق مدته { $number } شهرًا
   *[other] بإشعار مسبق مدته { $number } شهر
}
step-drafted = التحرير
step-proposed = الاقتراح
step-signed = توقيع جميع الأطراف
step-in-force = السريان
step-suspended = التعليق
step-denounced = الإشعار بالإنهاء
step-ended = الانتهاء

agreement-in-words = مضمونها بعبارة واضحة
agreement-no-terms = لا يُتاح بموجبها شيء
agreement-no-terms-hint = كل مادة تتيح شيئًا تُصاغ شروطها هنا بعبارة واضحة.
sentence-allow = مسموح:
sentence-only = بشرط:
sentence-never = ممنوع:
article-title = المادة { $value } –
agreement-articles = المواد

agreement-seen = ما يمكن للشريك الاطلاع عليه
seen-count = { $n ->
    [zero] لا شيء متاح للشريك.
    [one] عنصر واحد متاح للشريك.
    [two] عنصران متاحان للشريك.
    [few] { $number } عناصر متاحة للشريك.
    [many] { $number } عنصرًا متاحًا للشريك.
   *[other] { $number } عنصر متاح للشريك.
}
seen-empty = لا يطّلع الشريك على شيء
seen-empty-hint = متى سرت الاتفاقية، أُدرج هنا ما تسمح به موادها.
agreement-withheld = ما حُجب وسببه
withheld-count = { $n ->
    [zero] لا شيء محجوب.
    [one] عنصر واحد محجوب.
    [two] عنصران محجوبان.
    [few] { $number } عناصر محجوبة.
    [many] { $number } عنصرًا محجوبًا.
   *[other] { $number } عنصر محجوب.
}
withheld-empty = لم يُحجب شيء
withheld-empty-hint = كل ما لا تسمح به إحدى المواد يُدرج هنا مع السبب.

agreement-signatures = التوقيعات
us = هذه العقدة
signed-at = وُقّعت في
not-signed = لم توقّع بعد
agreement-sha256 = بصمة SHA-256 للنص الموقّع
policy-sha256 = بصمة SHA-256 للشروط المترجمة آليًا
agreement-cedar = الشروط بصيغة سياسات Cedar
