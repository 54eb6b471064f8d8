"""Words of the languages that are spoken in Cascina, by what they speak of, for the model: see

English, French, Spanish, Portuguese, German, Dutch, Romanian, Albanian, Polish, Ukrainian, Russian, and how Arabic,
Bengali, Tagalog and Chinese are written on a telephone.
"""

FOREIGN: dict[str, str] = {
    "join": """
        subscri* sign join enroll enrol registration register inscripc* inscribi* apunt* apunten suscri*
        abonn* abonati inscrire inscription inscris inscrivez anmeld* melde eintragen einschreib*
        abonieren inscriere inscrie* inscriu abona* abonez inscrev* inscric* cadastr* assinar regjistr*
        abonoj zapis* zapisz dolacz* subskr* подпи* подпис* запис* записат* пiдпис* підпис* підпиш*
        приєдн* долуч* регистр* реєстр* nsejjel tsejel sejel qeydiyyat sajjel تسجيل اشتراك سجل سجلني
        اشترك 订阅 报名 注册 加入 订閱
        signup subscribing subscribed enrolled registering mabonn* dabonn* nabonn* suscrib* inscrib*
        inscrit inscrite apuntar* abonoh* dopis* dolaczy* запиш* zapyshit* zapishit* podpish*
        podpys* التسجيل الاشتراك اشتركوا سجلوني تسجيلي sumali sumapi
        aanmelden inschrijven aanmeld* inschrijv*
    """,
    "add": """
        add include put count opt loop resubscri* ajout* ajoutez mettre mettez agreg* anad* añad*
        incluy* pong* ponme metame
        adaug* adauga puneti treceti treceti-ma bagati adicion* incluam coloca hinzu* aufnehm* aufnahme
        nehmen setzen trage shto shtoni dodaj* dodajcie wpis* додай* додат* внес* добав* включ* впиш*
        lagay ilagay isali pasali dagdag zidni zid rakhen jog me rakho أضف اضف 加我 加进 添加 把我加 coloque
        adding added included rajout* tragen agregu* agregar* meter metan pongan* ponganme colocar
        colocame bote botem adiciona* trec* dopisz* dodac dodati додавайте koren korun rakhun 加到 加进去
        加进来 添加我
        voeg toevoegen
    """,
    "remove": """
        unsub* remove delete take off leave unenroll deregister erase quit exit out desabon* desinscri*
        desinscr* enlev* supprim* retir* retire efface* radi* baja borr* borren* quit* quiten quitar
        saque* saquenme salir elimin* desuscri* desapunt* apag* apague* remov* tir* tirem sair
        descadastr* exclu* cancel* desinscrev* abmeld* abbestell* losch* loesch* streich* entfern*
        austrag* kundig* raus von dezabon* sterg* stergeti scoat* scot* scoateti anul*
        renunt* radiat* hiq* hiqni fshi* fshini cregjistr* cregjistrim wypis* usun* skasuj* rezygn*
        wykresl* отпис* удал* убер* убрат* исключ* вычеркн* видал* прибер* прибираю відпи* вiдпис*
        викресл* hyed 7yed hayed mse7 ms7i annuler tanggal* tanggalin alisin alis diye إلغاء الغاء احذف
        حذف امسح أزل 取消 退订 删除 移除 退出 注销 sacar sacarme sacame saquen saque
    """,
    "stop": """
        stop stopall enough halt end quit arret* arretez stoppez cess* fini paren pare parem basta
        ya dejen deje* chega deix* deixassem dejad hor* aufhor* schluss genug opri* opriti ajunge gata
        terminati mjaft mos ndal* ndaloni boll dosc* wystarcz* przestan* koniec хватит стоп прекрат*
        довол* досить припин* зупин* не safi baraka hbsso 7bsso habs khalas kafi yakfi bas bondho tama
        itigil توقف كفى خلاص وقف 停止 停 不要 别发 不想 别再
    """,
    "send": """
        send text message write notify alert inform tell contact keep envo* envoy* ecri* ecriv* mand*
        avis* avise* avisen* avisenme env* envie* envien escrib* escrev* mandem informem schick* send*
        schreib* benachrichtig* informier* trimite* trimit* trimiteti anunt* anunta* scrie* instiint*
        dergo* dergoni njofto* shkru* wysyl* wysl* przysyl* pisz* powiad* inform* присыл* шл* отправл*
        пиш* сообща* уведом* слат* надсил* присил* повідом* сповіщ* sendi padala magpadala siftو sift
        sifto pathan pathaben أرسل ارسل راسل ابعث 发 发给我 通知 告诉
    """,
    "get": """
        receive get getting recev* recoi* recois avoir recib* recibir* tener llega* receb* receber
        erhalt* bekomm* empfang* haben primi* primesc primim avea marr merr* vijne otrzym* dostaw*
        dostawac miec получ* получат* иметь прихо* отриму* отримув* мати makatanggap tanggap nstaqbel
        yjini ywslni pabo pete استلم استقبل 收到 接收
        receiving ricevere recevoir enterarme enterad* enterar* lleguen llegar kriegen kriege
        otrzymywac odbierac otrymuvat* poluchat* استلام تلقي اتلقى 接到
        ontvangen ontvang krijgen
    """,
    "note": """
        message* messages alert* update* notification* news texts text messag* avertiss* alerte*
        nouvelles notic* aviso* avisos mensaj* mensag* recado* noticias notificac* nachricht* meldung*
        mitteilung* benachrichtigung* warnung* info infos mesaj* mesaje* alerte anunt* stiri notificari
        mesazh* njoft* njoftime* njoftimet lajm* lajmet wiadomosc* wiadomosci powiadom* komunikat*
        сообщен* оповещ* уведомл* рассыл* новост* повідомл* сповіщ* розсил* новин* msg* mensahe abiso
        risala rasa2il messagat khobor message رسائل رسالة الرسائل اشعارات 消息 信息 通知 短信
        warnings warning notices announcements closures bulletins informations annonces comunicad*
        hinweise smsy anunturi* stirile noutat* informari ogloszen* попереджен* оголошен*
        povidomlen* soobshchen* opovishchen* الإشعارات الاشعارات الأخبار الاخبار رسائلكم اخبار 公告
        短信通知
        berichten bericht meldingen melding nieuws waarschuwing*
    """,
    "not": """
        not dont don't no never without plus aucun* sans jamais nunca nada ninguno nao ninguem kein*
        nicht nie nichts nu nici nimic nuk mos asnje jo zadnych zaden не нет ни никогда нiчого нічого
        без ні hindi wag huwag ayoko ayaw ma mabghitch mabghit maشي bla لا لم ما ليس 不 没 别 pas
        geen niet nooit
    """,
    "more": """
        more anymore longer further again plus davantage mas más mais mehr weiter weitere alte me wiecej
        dalej больше більше din ulit
    """,
    "want": """
        want would like wish need please pls plz kindly interested veux voudrais souhait* desir* svp
        plait aimerais quier* quisier* gustari* deseo favor porfa porfavor necesit* quero queria
        gostari* desejo agradec* precis* mochte moechte will wunsch* bitte wurde vreau doresc dori
        rog as dua doja dues* desh* lutem chce chcial* prosze poprosz* zycz* хоч* хотел* желаю
        пожалуйста прошу бажаю ласка хочу хотів* хотіл* прагну bghit bghina brit 3afak 3afakom afak
        lutfen gusto nais pakiusap paki amake chai أريد اريد ارغب رجاء من فضلك 想 要 请 麻烦 希望
        love wanna keen quisieramos deseamos voudrions desidero хотелось хотел хотела chciał* proszę
        hochu khochu lutemi فضلكم 我要 想要
        graag wens wenst wil
    """,
    "me": """
        me my we us our myself number phone moi mon je ma nous numero telephone mi yo mio nosotros meu
        minha eu nos telemovel mich mir ich mein* uns wir meine nummer handy mine numarul une mua numrin
        numri im moj mnie ja moje mój numer мен* мне мой моя я меня номер нам нас мені мене мій моє мого
        ako ko aking ana dyali رقمي انا أنا 我 我的
        mij mezelf ik
    """,
    "list": """
        list service group subscription liste servic* serviço servicio grupo grup verteiler dienst abo
        lista listy listes list* abonnement abonament* serviciu sherbim* список списк* рассылк* сервис
        групп* списку розсилк* служб* قائمة القائمة 名单 列表 群
        newsletter* mailing lists serviciul sherbimin خدمة لائحة 名单里 列表里
        lijst dienst*
    """,
    "if": """
        if unless when quand wenn falls cuando daca dac ako nese jesli gdy если когда якщо коли kung
        kapag
    """,
    "maybe": """
        maybe perhaps thinking peut-etre reflechis quizas tal talvez vielleicht ueberlege poate ndoshta
        moze может може siguro
    """,
    "ask": """
        how what who where why which can could does is are comment pourquoi combien est-ce como quien
        cuanto porque donde puedo wie was wer warum wo kann cum cine cat unde pot cfare kush pse ku jak
        kto dlaczego gdzie czy ile как что кто почему где сколько можно ли як що хто чому де скільки чи
        paano ano kailan kifash chno wach ach ليش كيف ماذا هل 怎么 什么 吗 多少 哪
    """,
    "kin": """
        husband wife daughter mother father mom mum dad brother sister friend neighbour neighbor mari
        femme fils fille mere pere frere soeur ami amie esposo esposa hijo hija madre padre hermano
        hermana marido filho filha mae pai irmao irma patroa mann frau sohn tochter mutter vater bruder
        schwester freund sot sotul sotia fiul fiica mama tata sora fratele burri gruaja djali vajza maz
        zona syn corka муж жена сын дочь мама папа брат сестра чоловік дружина син дочка donya patron
        amiga amigo amigos amigas amies copine copain freundin kolega kolezanka przyjaciel
        przyjaciolka друг подруга подругу подруге друзья ребенка ребенок ребёнка дитину дитина дочку
        сына fiu copil copilul copii femije femijen djalin vajzen dziecko dziecka dzieci kind kinder
        kids kid child children enfant enfants hijos ninos nino nina niña niño filhos criança
        crianças anak asawa zoon dochter vrouw vriend vriendin اختي اخي زوجي زوجتي ابني ابنتي صديقي
        孩子 儿子 女儿 老公 老婆 朋友
    """,
    "told": """
        already yesterday wrote sent was did have ayer escribi hice deja hier ecrit envoye habe hatte
        gestern geschrieben schon ieri scris shkrova juz wczoraj pisalem pisalam уже вчера писал писала
        вже писав
    """,
    "slip": """
        mistake wrong accident error accidentally erreur trompe trompee equivoq* equivoque queriendo
        engano versehen falsch irrtum gresit greseal* gabim pomyl* przypad* ошиб* случайн* помил*
        випадков*
    """,
    "moved": """
        moved moving left back home demenag* mudado mude mudo vuelvo regres* voltei umgezogen weggezog*
        urlaub wohne plecat plec mutat ikur iki transferuar kthehem wyprowadz* wyjech* mieszkam переех*
        уехал* живу переїха* повертаюс* поверн* uuwi lipat bagong
    """,
    "channel": """
        channel chaine canal kanal canalul kanali канал
    """,
    "only": """
        only just seulement solo sólo apenas so somente nur doar numai vetem tylko только лише тільки
        lang lamang
    """,
    "thanks": """
        thanks thank thx merci gracias obrigad* danke multumesc mersi faleminderit dzieki dziekuje
        спасибо дякую salamat shukran شكرا 谢谢 kind regards cheers
        tnx thanx ty gracie mercy dankeschon vielen dank arigato mulțumesc hvala شكرًا 感谢 谢谢您
        bedankt
    """,
    "hello": """
        hello hi dear good hey bonjour bonsoir hola buenas buenos ola bom boa guten hallo liebe sehr
        geehrte buna ziua pershendetje tung dzien dobry witam здравствуйте привет добрый день вітаю
        доброго добрий sir maam salam assalamu alaikum مرحبا السلام 你好 您好
        morning afternoon evening mirembrema mirdita moin servus salutare saluton ahoj czesc привіт
        вітання salut مساء صباح الخير
        goedemorgen goedendag goedenavond dag
    """,
    "tired": """
        tired annoying spam disturb* derang* molest* cansad* cansei nerv* obosit* lodhur zmecz* надоел*
        устал* набрид* noche night nuit nacht
    """,
    "now": """
        now maintenant ahora agora jetzt sofort acum tani teraz сейчас зараз immediately
    """,
    "also": """
        also too aussi tambien también auch ebenfalls edhe tez też także тоже также теж також rin din
        também ugualmente
        igualmente asimismo ayrica juga أيضا ايضا كذلك 也
        ook
    """,
    "know": """
        know knew savoir saber wissen stiu sti afla wiedziec знать знати
    """,
    "wants": """
        wants veut veulent quiere quieren quer querem vrea vor хочет хочут хоче хочуть
    """,
}
