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
nav-record = اللقاءات
nav-trust = الثقة
nav-log = السجل
languages = اللغات
foot = { $n ->
    [zero] السجل فارغ
    [one] قيد واحد في السجل، خُتم في { $at }
    [two] قيدان في السجل، خُتم في { $at }
    [few] { $number } قيود في السجل، خُتم في { $at }
    [many] { $number } قيدًا في السجل، خُتم في { $at }
   *[other] { $number } قيد في السجل، خُتم في { $at }
}

sign-in = تسجيل الدخول
sign-out = تسجيل الخروج
sign-in-name = الاسم
sign-in-password = كلمة السر
sign-in-no-match = الاسم وكلمة السر غير متطابقين. تحقّق منهما وأعد المحاولة. وبعد عدة محاولات خاطئة يُعلَّق الدخول خمس دقائق.
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
    [few] قبل { $number } دقائق
    [many] قبل { $number } دقيقة
   *[other] قبل { $number } دقيقة
}
age-hours = { $n ->
    [zero] الآن
    [one] قبل ساعة
    [two] قبل ساعتين
    [few] قبل { $number } ساعات
    [many] قبل { $number } ساعة
   *[other] قبل { $number } ساعة
}
age-days = { $n ->
    [zero] اليوم
    [one] أمس
    [two] قبل يومين
    [few] قبل { $number } أيام
    [many] قبل { $number } يومًا
   *[other] قبل { $number } يوم
}
ahead-minutes = { $n ->
    [zero] الآن
    [one] بعد دقيقة
    [two] بعد دقيقتين
    [few] بعد { $number } دقائق
    [many] بعد { $number } دقيقة
   *[other] بعد { $number } دقيقة
}
ahead-hours = { $n ->
    [zero] الآن
    [one] بعد ساعة
    [two] بعد ساعتين
    [few] بعد { $number } ساعات
    [many] بعد { $number } ساعة
   *[other] بعد { $number } ساعة
}
ahead-days = { $n ->
    [zero] اليوم
    [one] غدًا
    [two] بعد يومين
    [few] بعد { $number } أيام
    [many] بعد { $number } يومًا
   *[other] بعد { $number } يوم
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
    [few] { $number } عناصر
    [many] { $number } عنصرًا
   *[other] { $number } عنصر
}
see-all = عرض الكل
pages = صفحات القائمة
newer = الأحدث
older = الأقدم
