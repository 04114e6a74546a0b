search = البحث
search-label = ابحث في الأسماء والنصوص
search-filters = تصفية النتائج
search-types = الأنواع
search-since = أُنشئ ابتداءً من
search-until = أُنشئ إلى غاية
search-clear = إلغاء التصفية
search-newest = أحدث العناصر
search-named = ما ورد في الاسم
search-mentioned = ما ورد في النص
search-sounds-alike = أسماء متقاربة في النطق، برسم آخر أو بحروف أخرى
search-more = المزيد من النتائج
search-none = لا نتائج
search-none-hint = جرّب كلمات أقل، أو بداية كلمة تتبعها نجمة (حرب*)، أو خفّف التصفية.
search-going-on = لا نتائج إلى حد الآن
search-going-on-hint = لم تُقرأ كل النصوص بعد: تابع عبر «المزيد من النتائج».
search-empty = لا تتضمن هذه العقدة أي عنصر بعد
search-empty-hint = ما يُستورد هنا أو يرد من الشركاء يمكن العثور عليه هنا.
search-not-indexed = { $n ->
    [zero] كل النسخ مفهرسة.
    [one] نسخة واحدة تنتظر الفهرسة ولا يمكن العثور عليها بعد.
    [two] نسختان تنتظران الفهرسة ولا يمكن العثور عليهما بعد.
    [few] { $number } نسخ تنتظر الفهرسة ولا يمكن العثور عليها بعد.
    [many] { $number } نسخة تنتظر الفهرسة ولا يمكن العثور عليها بعد.
   *[other] { $number } نسخة تنتظر الفهرسة ولا يمكن العثور عليها بعد.
}
search-no-date = دون تاريخ
own = من عندنا
from-partner = من { $value }
revoked = مُلغى
