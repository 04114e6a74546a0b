# إطار كل الصفحات، وباب الدخول، وما قد يتعذر.
brand = ميثاق
brand-line = عقدة التعاون الأمني
skip = الانتقال إلى المحتوى
nav = أقسام العقدة
nav-work = العمل
nav-today = اليوم
nav-cooperation = التعاون
nav-agreements = الاتفاقيات
nav-exchange = التبادل
nav-record = سجل التعاون
nav-trust = الثقة
nav-log = السجل المختوم
languages = اللغات
foot = { $n ->
    [zero] السجل فارغ
    [one] قيد واحد في السجل، خُتم في { $at }
    [two] قيدان في السجل، خُتم في { $at }
    [few] { $n } قيود في السجل، خُتم في { $at }
    [many] { $n } قيدًا في السجل، خُتم في { $at }
   *[other] { $n } قيد في السجل، خُتم في { $at }
}

sign-in = تسجيل الدخول
sign-out = تسجيل الخروج
sign-in-name = الاسم
sign-in-password = كلمة السر
sign-in-no-match = الاسم وكلمة السر غير متطابقين. تحقّق منهما وأعد المحاولة.
sign-in-wait = تعددت المحاولات. أعد المحاولة
sign-in-hint = إذا فقدت كلمة السر، فاطلب كلمة جديدة من المشرف على هذه العقدة.

error-not-found = لا توجد هذه الصفحة
error-not-found-advice = لا شيء في هذا العنوان، أو ليس لك أن تطّلع عليه. تحقّق من العنوان، أو ابدأ من صفحة اليوم.
error-forbidden = خارج صلاحياتك
error-forbidden-advice = لا تشمل صلاحياتك هذا الإجراء. اسأل المشرف على هذه العقدة عمّن يحق له القيام به.
error-internal = تعذّر على العقدة أن تجيب
error-internal-advice = لم يضع شيء ولم يُرسل شيء. أعد المحاولة بعد قليل؛ وإن تكرر الأمر، فأبلغ المشرف بالرقم أدناه.
error-request = رقم الطلب:
error-home = إلى صفحة اليوم

date-time = { $date } على الساعة { $time } UTC
age-now = الآن
age-minutes = { $n ->
    [zero] الآن
    [one] قبل دقيقة
    [two] قبل دقيقتين
    [few] قبل { $n } دقائق
    [many] قبل { $n } دقيقة
   *[other] قبل { $n } دقيقة
}
age-hours = { $n ->
    [zero] الآن
    [one] قبل ساعة
    [two] قبل ساعتين
    [few] قبل { $n } ساعات
    [many] قبل { $n } ساعة
   *[other] قبل { $n } ساعة
}
age-days = { $n ->
    [zero] اليوم
    [one] أمس
    [two] قبل يومين
    [few] قبل { $n } أيام
    [many] قبل { $n } يومًا
   *[other] قبل { $n } يوم
}
ahead-minutes = { $n ->
    [zero] الآن
    [one] بعد دقيقة
    [two] بعد دقيقتين
    [few] بعد { $n } دقائق
    [many] بعد { $n } دقيقة
   *[other] بعد { $n } دقيقة
}
ahead-hours = { $n ->
    [zero] الآن
    [one] بعد ساعة
    [two] بعد ساعتين
    [few] بعد { $n } ساعات
    [many] بعد { $n } ساعة
   *[other] بعد { $n } ساعة
}
ahead-days = { $n ->
    [zero] اليوم
    [one] غدًا
    [two] بعد يومين
    [few] بعد { $n } أيام
    [many] بعد { $n } يومًا
   *[other] بعد { $n } يوم
}

agreement = الاتفاقية
partner = الشريك
object = العنصر
handling = درجة التداول
time = التوقيت
article = المادة { $value }
unnamed = بلا اسم
objects = { $n ->
    [zero] لا عناصر
    [one] عنصر واحد
    [two] عنصران
    [few] { $n } عناصر
    [many] { $n } عنصرًا
   *[other] { $n } عنصر
}
see-all = عرض الكل
pages = صفحات القائمة
newer = الأحدث
older = الأقدم
