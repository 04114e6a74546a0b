object-facts = التعريف بالعنصر
object-id = المعرّف
object-type = النوع
object-subjects = المجالات
object-origin = المصدر
object-own = هذه الجهة
object-created = تاريخ الإنشاء
object-modified = آخر تعديل
object-accepted = تاريخ الدخول إلى العقدة
object-sha256 = بصمة SHA-256 للمحتوى
object-in-record = في اللقاءات
object-in-agreements = صفحته ضمن الاتفاقيات
object-properties = مضمونه
object-no-properties = لا يتضمن غير ما ورد أعلاه.
object-left-out = { $n ->
    [zero] كل القيم معروضة.
    [one] قيمة أخرى واحدة لا ترد إلا في النص الأصلي.
    [two] قيمتان أخريان لا تردان إلا في النص الأصلي.
    [few] { $number } قيم أخرى لا ترد إلا في النص الأصلي.
    [many] { $number } قيمة أخرى لا ترد إلا في النص الأصلي.
   *[other] { $number } قيمة أخرى لا ترد إلا في النص الأصلي.
}
object-yes = نعم
object-no = لا
object-links = الروابط
object-no-links = لا يذكر أي عنصر، ولا يذكره أي عنصر.
object-relations = العلاقات
object-this = هذا العنصر
object-names = العناصر التي يذكرها
object-named-by = العناصر التي تذكره
object-not-held = غير موجود في هذه العقدة
object-more-links = المزيد من الروابط
object-first-links = الروابط من أولها
object-json = النص الأصلي كما ورد (JSON)
object-json-cut = النص أطول مما يُعرض هنا.
