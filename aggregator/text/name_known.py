"""Names that are known: of people, of places, of the sections of papers. Sets only. Pure.

Folded as `fold` of `name_shape` does: lower case, without marks. They are evidence where shape
alone does not tell, never a condition: a name that stands here in no list is a name all the same.
"""

import re


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in re.split(r"[|\n]", text)) - {""}


# Enough to tell 'Tim Press' from 'Local Press', 'Garcia Marquez, Gabriel' from 'Roe, Utrecht'.
GIVEN = _set("""
    santiago ama james mary john patricia robert jennifer michael linda david elizabeth william
    barbara richard susan joseph jessica thomas sarah christopher karen charles lisa daniel nancy
    matthew betty anthony sandra mark margaret donald ashley steven kimberly andrew emily paul
    donna joshua michelle kenneth carol kevin amanda brian melissa george deborah timothy stephanie
    ronald rebecca jason laura edward helen jeffrey sharon ryan cynthia jacob kathleen gary amy
    nicholas angela eric anna jonathan ruth stephen brenda larry pamela justin nicole scott
    katherine brandon samantha benjamin christine samuel catherine gregory virginia alexander debra
    patrick rachel frank janet jack emma raymond maria jane jean peter philip simon alan ian neil
    colin graham nigel fiona claire alice lucy charlotte sophie hannah olivia grace chloe max felix
    hans klaus jurgen wolfgang dieter heinz werner gunter stefan andreas matthias sebastian tobias
    florian markus jens uwe ulrich katrin sabine petra monika ursula anke heike birgit julia lena
    jonas lukas pierre michel andre philippe alain bernard francois jacques nicolas olivier laurent
    christophe sylvie isabelle nathalie valerie sandrine celine camille gabriel jose juan carlos
    luis manuel antonio francisco pedro miguel jorge javier fernando rafael alejandro sergio pablo
    diego carmen ana isabel lucia marta elena cristina paula marco giuseppe giovanni mario luigi
    roberto francesco andrea stefano alessandro davide paolo giulia chiara francesca sara federica
    jan piet willem johannes cornelis hendrik anders lars erik nils sven bjorn ingrid astrid karin
    ivan sergei dmitri alexei vladimir olga natalia irina tatiana svetlana ekaterina mohammed
    muhammad ahmed ali hassan hussein fatima aisha omar ravi raj amit sanjay priya anjali deepak
    sunil wei li ming hiroshi takashi kenji yuki akira tom tim jim joe bob bill steve mike dave dan
    sam ben kate liz sue ann anne ellen michiel kofi kwame chidi ngozi adam aaron abigail adrian
    agnes albert alexandra alexis alison amelia annette anita arthur audrey beatrice bernadette
    beth bradley brett bridget bruce bryan caitlin caleb calvin caroline carrie cassandra cecilia
    charlie chris cindy clara clarence claudia connor damian darren declan denise dennis derek
    desmond diana diane dominic doris dorothy douglas dylan edgar edith eileen elaine eleanor eli
    ella elsie emilia erica erin ernest esther ethan eugene eva evelyn fergus fernanda flora
    frances francine fred frederick gareth garry gavin gemma geoffrey georgina gerald geraldine
    gerard gillian gina gladys glenn greg gwen harold harriet harry hector helena henry herbert
    howard hugh hugo imogen irene isaac isabella isla jake janice jared jasmine jay jeanne jeff
    jenna jenny jeremy jerome jesse jill joan joanna joanne jodie joel johnny josephine josie joyce
    juliet justine kara keith kelly kerry kim kirsten kirsty kristen kurt kyle lauren leah lee
    leonard leslie lewis liam lillian lloyd lois lorraine louis louise luke lydia lynn madeleine
    malcolm marcus marian marianne marie marilyn marion marjorie martha martin marvin mathew
    maureen maurice maxine megan melanie melvin meredith mia miles miranda molly muriel nadia
    nadine natasha nathan nathaniel nick nigella noah noel noelle norma norman nuala oliver oscar
    owen pam patsy pauline peggy penelope percy phil philippa phillip phoebe phyllis polly ralph
    ramona randy ray reginald rhys ricky rita rob robin rodney roger roland ron rosa rosalind
    rosemary roxanne roy rupert sally saoirse selina sean seamus shane shannon sheila shirley
    siobhan sonia stacey stuart sylvia tamara tamsin tanya ted teresa terence terry tess theresa
    tina todd tony tracy trevor tristan ulrike valentina vanessa vera veronica victor vincent
    vivian walter wanda wayne wendy wesley wilfred winifred yvette yvonne zachary zara zoe achim
    albrecht alois antje armin axel beate bernd bettina britta carsten christa christian christiane
    christina claus cornelia daniela detlef dirk dorothea eberhard edda elke ernst erwin frauke
    franz franziska friederike friedrich gabriele georg gerd gerhard gerlinde gisela gudrun
    hannelore harald hartmut heidi heinrich helga helmut henning henrik hermann hildegard holger
    horst ilse inge ingeborg ingo irmgard jana johann johanna jorg josef juliane jutta karl
    karl-heinz karsten kathrin katja kerstin konrad lothar ludger ludwig lutz magdalena manfred
    margarete margot marlene martina mathilde matthaus mechthild meike moritz nadja norbert otto
    pascal rainer ralf reiner reinhard reinhold renate rolf rosemarie rudiger rudolf silke silvia
    sonja steffen susanne svenja tanja theodor thorsten torsten ulf ute uta verena volker waltraud
    wiebke wilfried wilhelm wilma winfried adele adrien agathe aline amandine anais angele antoine
    arnaud aurelie aurelien baptiste bastien benedicte benoit brigitte bruno cedric chantal
    charlene claude claudine clemence clement colette corentin corinne cyril damien delphine denis
    didier dominique edouard elise elodie emile emilie emmanuel emmanuelle estelle etienne fabien
    fabienne fabrice florent franck frederic gael gaelle genevieve geoffroy germain gilles
    guillaume gwenaelle helene henri herve hugues jacqueline jean-baptiste jean-claude
    jean-francois jean-louis jean-luc jean-marc jean-michel jean-paul jean-pierre jeremie josette
    joris julien juliette laetitia laurence lea leo loic luc lucie ludovic maelle manon marc marcel
    margaux marie-christine marie-france martine mathias mathieu maud maxime mireille monique
    myriam nadege noemie odile pascale patrice paulette quentin raphael regis remi renaud rene
    romain sebastien serge severine solene solenne stephane suzanne sylvain theophile thibault
    thierry valentin veronique virginie xavier yann yannick yves adriana agustin aitor alberto
    alejandra alfonso alfredo alicia almudena alonso alvaro amparo andres angel angeles aranzazu
    armando arturo beatriz begona benito bernardo blanca borja camila candela carla carlota
    catalina claudio cristian cristobal dario dolores edgardo eduardo elisa emilio enrique ernesto
    esteban estefania eugenia eusebio fabian federico felipe fermin florencia gerardo gilberto
    gonzalo graciela guillermo gustavo hernan horacio ignacio ines inmaculada inaki itziar jaime
    jesus jimena joaquin jordi josefina juana juanita julian julieta leandro leonardo leonor
    leticia lorena lorenzo luciana luciano lucio luisa macarena manuela maite marcela marcelo
    margarita mariana mariano maribel marisol mateo matias mauricio mireia miriam monica montserrat
    nieves noelia norberto nuria octavio oriol osvaldo patricio paloma ramiro ramon raquel raul
    rebeca ricardo rocio rodolfo rodrigo rogelio ruben sabrina salvador saul silvina sofia susana
    tomas valeria vanesa vicente violeta ximena yolanda adilson afonso alessandra antonia armanda
    augusto bianca bruna caetano caio cassio catarina celia clarice cleber constanca debora
    domingos edson eduarda elisabete emanuel fabiana fabio filipa filipe flavia flavio francisca
    gilson gisele guilherme heitor henrique isabela isadora ivone jaqueline joana joao joaquim
    juliana larissa leila lidia lourenco luana lucas ludmila luiza luiz marcia margarida marilia
    mateus mauro milton mirela murilo nelson nuno otavio priscila rafaela regina renan renata
    renato roberta rogerio rosana rui silvana simone telma thais thiago tiago vania vasco vinicius
    vitor viviane wagner wellington achille agnese aldo alessia alessio ambra andreina angelo
    annalisa antonella arianna benedetta benedetto camilla carlo carlotta carmela carmelo caterina
    cesare cinzia concetta corrado cosimo costanza cristiano daniele donatella donato edoardo
    eleonora elisabetta emanuela emanuele enrico enzo ermanno ettore eugenio fabrizio fausto
    ferdinando fiorella franca franco fulvio gabriella gaetano gennaro giacomo giancarlo gianfranco
    gianluca gianni gianpaolo gino giorgia giorgio giovanna giuliana giuliano giulio giuseppina
    grazia graziella guido ida ilaria ilario ivana ivano letizia liliana livia livio loredana luca
    lucrezia ludovica luigia maddalena marcello margherita mariagrazia mariangela marianna marisa
    massimiliano massimo matilde matteo maura maurizio michela michele milena mirella nicola
    nicoletta nino noemi nunzia orietta ornella ottavio patrizia piera piero pierluigi pietro pino
    raffaele raffaella riccardo rocco rosanna rossella salvatore samuele sandro serena silvio
    simona stefania tiziana tiziano tommaso ugo umberto valerio vincenzo vito vittoria vittorio
    viviana aart adriaan anneke annemarie anouk arie bart bert bram cees claartje coen daan elske
    esmee evert femke floris frans frits fleur geert geertje gerben gerrit gijs guus hanneke hanna
    harm hein henk hester ineke jaap jasper jelle jeroen jesper joke joost judith jurre kees klaas
    koen leen lieke lies lonneke loes lotte maaike maarten machteld margriet marieke marijke marit
    marleen marloes maurits mieke mirjam nienke noor paulien pieter pim rik roel roos rutger ruud
    sander sanne saskia sietske sjoerd sjors stijn suzan teun thijs tijs tineke tjeerd wendelien
    wessel wietske willemijn wim wouter yvo aksel albin alva amalie anette anja anneli annika arvid
    asbjorn asger bengt berit birgitta birthe bo bodil borje brita cato eino einar eirik ellinor
    elin elias emil endre eskil espen eva-lena fredrik frida frode gertrud gosta gro gudmund
    gunilla gunnar gustav hakon halvor hanne hege helle hilde hjalmar inger ingvild iver jens-peter
    johan johanne jon jonny jorgen jorn kaare kaj karoline kasper katarina kjell kjersti klara knud
    knut kirsti kristin kristoffer lasse lene leif lise lotta lovisa mads magnus maja maj malin
    marte mathilda mette mikael mikkel morten nanna niklas nina njal ola olaf oskar oyvind pelle
    pernille pontus preben ragnar ragnhild rasmus rikke roar signe sigrid sigurd silje simen siri
    sissel sofie solveig steen stig stine sune sunniva svein synne terje thea thor thorbjorn tora
    tore torben torunn trine trond trygve turid ulla vegard vibeke vidar vigdis ylva aino antti
    eero eeva eija elina erkki hannu heikki henna ilkka ilpo janne jari jarmo jorma jouko juha
    juhani jukka jussi kaarina kaisa kalle kari kimmo kirsi lauri leena liisa maarit mari marja
    markku marko matti merja mika mikko minna niina oona outi paavo paivi pasi pekka petri petteri
    pirjo pirkko raimo reijo riikka riitta risto saara sakari sami sanna sari satu seija seppo
    sirpa taina tapani tapio teemu tero tiina timo toni tuija tuomas tuula tuuli veikko agata
    agnieszka aleksandra alicja andrzej aneta arkadiusz artur bartlomiej bartosz beata bogdan
    boguslaw bozena czeslaw danuta dariusz dawid dominika dorota edyta elzbieta ewa ewelina filip
    franciszek gabriela grazyna grzegorz halina henryk hubert irena iwona izabela jacek jadwiga
    jakub janina janusz jaroslaw jerzy jolanta jozef julita justyna kacper kamil karolina katarzyna
    kazimierz kinga krystian krystyna krzysztof leszek lech lukasz maciej magda malgorzata marcin
    marek mariola mariusz maryla mateusz michal mieczyslaw mikolaj milosz miroslaw oliwia patryk
    pawel piotr przemyslaw radoslaw rafal ryszard slawomir stanislaw sylwia szymon tadeusz tomasz
    urszula waldemar weronika wieslaw wieslawa wiktor witold wladyslaw wojciech zbigniew zdzislaw
    zofia zuzanna zygmunt adela alena alzbeta barbora blanka bohumil bohuslav dagmar dana dominik
    dusan eliska frantisek hana iveta jarmila jaromir jaroslav jindrich jiri jitka kamila katerina
    kveta ladislav lenka libor lubos ludek marketa milada milos miloslav miroslav miroslava ondrej
    pavel pavla petr radek radim radka ruzena stanislava stepan svatopluk sarka tereza vaclav
    veronika viera vlasta vladimira vlastimil vojtech zbynek zdenek zdenka zuzana lubica juraj
    matej michaela andras aniko attila balazs balint bela bence bertalan csaba csilla dalma dezso
    dora edit emese erika erzsebet eszter ferenc gabor gergely geza gizella gyorgy gyula henrietta
    ibolya ildiko ilona imre istvan janos jeno jozsef judit julianna kalman karoly katalin
    krisztina lajos laszlo lilla lorant marton melinda mihaly miklos nora orsolya piroska reka
    rozalia sandor sandorne szabolcs szilvia tamas tibor timea tunde vilmos viktoria zoltan zsofia
    zsolt zsuzsa zsuzsanna alin alina ana-maria anca andrei camelia catalin ciprian corina cornel
    cosmin costin doina dragos dumitru florin florina gheorghe horia ileana ilie ioan ioana ion
    ionela ionut iulia iuliana laurentiu liviu lucian luminita madalina mihai mihaela mircea
    nicolae nicoleta oana octavian ovidiu radu raluca razvan roxana sanda silviu sorin teodora
    tudor vasile viorel viorica vlad ajla aleksandar amila andela andjela ante biljana bojan bojana
    boris borislav branislav branka branko damir danica darko davor dejan djordje dragan dragana
    drazen dubravka edin emina goran gordana hrvoje ivica ivo jadranka jasmina jasna jelena jovan
    jovana klaudija kresimir lana lejla ljiljana luka marija marijana marin mateja mihailo milica
    mirjana mirko mirna mladen natasa nebojsa nemanja nenad nevena niko nikola nikolina olivera
    petar predrag radmila rade radovan sanja sinisa slavica slavko slobodan snezana stanka stojan
    suzana tatjana tihana tihomir tomislav uros vanja vedran vesna vladan vlado vojislav zdravko
    zeljka zeljko zlatko zoran zorica zvonimir agim arben besnik blerta drita edona elira enver
    fatos flutura genc ilir lulzim shpresa teuta valbona vjosa akif alper arda asli aydin ayhan
    ayla ayse aysegul aysel begum belgin berk beyza burak busra cagla cem cemal cihan defne derya
    dilek ebru elif emel emine emre engin erdal erdem eren erkan erol esra faruk fatih fatma ferhat
    figen filiz funda gamze gokhan gonca gulay gulsen gurkan hakan halil halime hande haluk hasan
    hatice huseyin ibrahim ilker ilknur ipek ismail kadir kemal kerem korkut leyla levent mehmet
    melike melis meltem merve mert mesut mine muhammet murat mustafa nalan nazli necla nermin
    nesrin nevin nihal nihat nilgun nurcan okan omer orhan ozan ozge ozgur ozlem pelin pinar
    ramazan recep sabri salih seda sedat selim selin semra serap serdar serkan sevgi sevil sezen
    sibel sinan sinem songul suat suleyman taner tarik tolga tuba tugba tulay tuncay turgut ugur
    umit volkan yasemin yasin yavuz yesim yusuf zehra zeki zeynep abdallah abdel abdelkader abdul
    abdullah abeer adel adnan ahmad aiman alaa amal amina amira amr anwar asma ayman aziz badr
    bahaa bashir basma bilal dalia dina ehab eman fadi faisal farah farid faris fatema fawzi ghada
    habib haitham hala hamed hamid hanan hani hany haroon hatem heba hisham huda iman imran inas
    jamal jamila kamal karim khadija khaled khalid khalil laila lamia latifa layla lina lubna
    mahmoud maha majid malak mariam marwa marwan maryam mazen mohamed mohammad mona mounir mourad
    muna nabil nader naguib najwa nasser nawal nermine noha nour omnia osama qasim rabia rachid
    rami rana rania rasha rashid reem rehab riad rola sabah saad saeed salah saleh salem salim
    salma salman samar sameh samia samir samira sana sawsan shadi shahd shaimaa sherif siham soha
    suad suhail suleiman taha tamer tarek tariq umar wael wafa walid wassim yahya yara yasmine
    yasser younes yousef youssef youssra zahra zaid zainab zakaria zayd zeina ziad afsaneh
    ahmadreza ali-reza alireza amir amirhossein arash ardalan arezoo atefeh azadeh babak bahar
    bahman bahram behnam behrouz bijan cyrus dariush ehsan elaheh elham esmail farhad farideh
    farzad farzaneh fereshteh ghazal golnaz hadi hamidreza hossein jafar javad kamran kaveh keyvan
    kiana ladan mahnaz mahsa mandana marjan masoud masoumeh mehdi mehrdad mina mitra mohsen morteza
    mostafa nasim nasrin navid nazanin negar niloufar omid parisa parvin payam pejman peyman pouya
    ramin razieh reza roya saeid sahar sajad samaneh sepideh shahram shahin shirin shohreh siavash
    simin soheila soraya taraneh vahid yalda ziba aarav abhijit abhishek aditi aditya ajay ajit
    akash akhil alok ambika anand ananya anil anirban anjana ankit ankita anupam anuradha anusha
    aparna archana arjun arpita arun arvind asha ashish ashok ashwini avinash bharat bhavna chandan
    chetan debashis deepa deepika devika dhruv dinesh divya durga gaurav gauri geeta girish gopal
    govind harini harish harsh hemant indira ishaan jagdish jaya jayant jyoti kalpana kamala karan
    karthik kartik kavita kavya kiran kishore komal krishna kumar lakshmi lata leela madhu madhuri
    mahesh malini manisha manish manju manoj meena meenakshi meera megha mohan mohit mukesh nandini
    nandita narayan narendra naveen neelam neeraj neha nikhil nilesh nisha nitin padma pallavi
    pankaj parvati pooja poonam prabhat pradeep prakash pramod pranav prasad prashant pratibha
    praveen preeti priyanka purnima radha raghav rahul rajat rajeev rajendra rajesh rajiv rakesh
    ramesh rashmi rekha renu ritu rohan rohini rohit rupa ruchi sachin sagar sameer sandeep sandhya
    sangeeta sanjana sanjeev santosh sarita sarojini satish saurabh savita seema shalini shankar
    shantanu shashi sheetal shilpa shivani shreya shruti shubham siddharth smita smriti sneha sonal
    srinivas subhash sudha sudhir sujata suman sumit sunita suresh sushil sushma swati tanvi tarun
    tushar uday usha vandana varsha varun vasudha venkat vidya vijay vikas vikram vinay vineet
    vinod vishal vivek yash yogesh farhana farzana iqbal javed nasreen nazia nusrat parveen rehana
    rubina sadia saima shabnam shahid shahida tahira tanveer waqar zafar zahid zubair adebayo
    adaeze adaobi aduke afua akosua akua amara aminata amadou abena abimbola adjoa bintou boubacar
    chiamaka chidinma chika chima chinedu chinua chioma chukwuma damilola ebele efua ejike ekow
    emeka esi eunice fatou fatoumata folake funmilayo gugu ifeanyi ifeoma ijeoma ikechukwu issa
    jabulani kamau kagiso kehinde khadidja kwabena kwaku kwasi kwesi lerato lindiwe makena mamadou
    mandla mariama moussa musa mwangi naledi nana njeri nkechi nnamdi nokuthula nomvula ntombi
    nyambura obinna odion ogechi olabisi olamide oluwaseun omolara onyeka ousmane palesa rethabile
    sadio sekou seydou sibongile sipho siyabonga taiwo tamika temitope thabo thandi thandiwe themba
    uchenna wambui wangari wanjiku yetunde zanele zodwa abebe alemayehu almaz bekele dawit getachew
    haile hirut kebede mekdes meseret mulugeta selam selamawit tadesse tesfaye tigist tsegaye yonas
    nguyen tran pham hoang huynh phan dang duong truong dinh doan trinh luong phung zhang wang chen
    liu yang huang zhao wu zhou xu zhu gao luo liang xia deng peng xiao cai jiang yu cheng yao choi
    jung cho yoon shin kwon hwang ahn jeon agus anisa arif ayu bambang budi desi devi dewi dian dwi
    endang fajar fitri gede gusti hendra heru indra irfan iwan joko kadek ketut nita novi nurul
    nyoman putri putu rahmat rani ratna retno rian rina rini rizki rudi setiawan siti slamet
    sulastri susanti sutrisno suharto tuti udin wahyu wayan wulan yanti yudi yulia yuni akiko asuka
    atsushi ayaka ayumi chie daisuke eiji emi fumiko haruka haruki hideki hideo hikari hiroko
    hiroki hiromi ichiro jun junko kaori kazuki kazuko kazuo keiko keisuke kenichi kenta kyoko maki
    makoto mami mariko masahiro masako masaru masashi mayumi megumi michiko midori minoru miyuki
    naoki naoko naomi nobuko noriko osamu reiko ryo ryota sachiko satoru satoshi sayaka shigeru
    shinji shota shun tadashi takahiro takeshi takuya taro tatsuya tetsuya tomoko toru toshio
    tsutomu yasuko yoichi yoko yoshiko yosuke yuka yukiko yumi yumiko yusuke yuto анна александр
    александра алексеи алена алина анастасия анатолии андреи антон артем борис вадим валентина
    валерии варвара василии вера виктор виктория виталии владимир владислав вячеслав галина
    геннадии георгии григории дарья денис дмитрии евгении евгения егор екатерина елена елизавета
    иван игорь илья инна ирина кирилл константин ксения лариса лев леонид лидия людмила максим
    маргарита марина мария михаил надежда наталия наталья никита николаи нина оксана олег ольга
    павел петр полина роман руслан светлана семен сергеи софия софья станислав степан татьяна
    тимофеи федор эдуард юлия юрии яна ярослав андріи василь володимир дмитро євген ігор ірина
    катерина микола михаило наталія олександр олександра олексіи олена павло петро сергіи тарас
    тетяна юліи георги димитър иванка мариана пенка петър стефан цветан здравко јелена јован милан
    милица никола αγγελικη αθανασιοσ αικατερινη αλεξανδρα αλεξανδροσ αναστασια ανδρεασ αννα αντωνησ
    βασιλησ βασιλικη γεωργια γεωργιοσ γιαννησ γιωργοσ δημητρα δημητρησ ειρηνη ελενη ελευθερια
    ευαγγελια ευαγγελοσ ηλιασ ιωαννα ιωαννησ κατερινα κωνσταντινα κωνσταντινοσ κωστασ μαρια μιχαλησ
    νικολαοσ νικοσ παναγιωτησ παρασκευη πετροσ σοφια σπυροσ σταυροσ στελλα στεφανοσ χρηστοσ χρυσα
""")

# After a comma or "in" these say where somebody is; two capitalised words alone look like a name.
PLACES = _phrases("""
    new york|new york city|los angeles|san francisco|san diego|san jose|san antonio|las vegas
    new orleans|new jersey|new mexico|new hampshire|new delhi|new zealand|hong kong|tel aviv
    buenos aires|sao paulo|rio de janeiro|mexico city|cape town|kuala lumpur|ho chi minh city
    abu dhabi|saudi arabia|south africa|south korea|north korea|south carolina|north carolina
    south dakota|north dakota|west virginia|rhode island|united states|united kingdom|great britain
    northern ireland|sri lanka|costa rica|el salvador|puerto rico|tel-aviv|the hague|den haag
    washington dc|washington d.c.|st louis|st. louis|salt lake city|el paso|fort worth|long island
    santa fe|sierra leone|burkina faso|ivory coast|addis ababa|dar es salaam|port-au-prince
    san juan|berlin|london|paris|brussels|bruxelles|brussel|washington|moscow|moskau|moscou|beijing
    peking|tokyo|tokio|rome|rom|roma|madrid|lisbon|vienna|wien|munich|munchen|hamburg|zurich|geneva
    geneve|genf|boston|chicago|jerusalem|cairo|istanbul|ankara|athens|warsaw|kyiv|kiev|delhi|mumbai
    islamabad|kabul|tehran|baghdad|beirut|damascus|nairobi|lagos|johannesburg|sydney|melbourne
    canberra|toronto|ottawa|montreal|vancouver|dublin|edinburgh|glasgow|manchester|oslo|stockholm
    copenhagen|helsinki|amsterdam|prague|budapest|bucharest|belgrade|singapore|bangkok|jakarta
    manila|seoul|shanghai|taipei|hanoi|houston|dallas|miami|atlanta|seattle|denver|phoenix
    philadelphia|detroit|austin|frankfurt|koln|cologne|dusseldorf|stuttgart|leipzig|barcelona|milan
    milano|napoli|europe|africa|asia|germany|france|india|china|japan|canada|australia|texas|uk
    u.k.|usa|u.s.a.|u.s.|eu|uae|nsw|qld|wash|calif|ariz|mass|ore|mich|minn|wis|tenn|tex|fla|d.c.|dc
    ny|nyc|la|sf|ca|tx|fl|il|nj|ct|nh|vt|az|nv|ut|ks|ok|mn|wi|ky|wv|nc|bc|ab|qc|ontario|alberta
    quebec|scotland|wales|england|ireland|italy|spain|portugal|belgium|netherlands|austria
    switzerland|sweden|norway|denmark|finland|poland|greece|turkey|russia|ukraine|israel|egypt
    nigeria|kenya|ghana|pakistan|bangladesh|indonesia|vietnam|philippines|thailand|brazil|mexico
    argentina|chile|colombia|peru|deutschland|osterreich|schweiz|italia|espana|brasil|belgique
    suisse|nederland|norge|sverige|danmark|suomi|polska|cesko|magyarorszag|turkiye|california
    florida|ohio|ha noi|tp hcm|tp.hcm|da nang|can tho|hai phong|ho chi minh|mexico df
    ciudad de mexico|bogota|lima|quito|caracas|santiago|santiago de chile|montevideo|asuncion
    la paz|la habana|san salvador|guatemala|tegucigalpa|managua|panama|sevilla|valencia|bilbao
    zaragoza|brasilia|porto|lisboa|recife|salvador|curitiba|belo horizonte|luanda|maputo|praia
    firenze|torino|venezia|bologna|palermo|genova|bari|catania|rotterdam|utrecht|eindhoven
    antwerpen|gent|lyon|marseille|lille|bordeaux|toulouse|nantes|strasbourg|nice|dakar|abidjan
    kinshasa|bamako|ouagadougou|niamey|douala|yaounde|libreville|brazzaville|antananarivo|tunis
    alger|casablanca|rabat|tripoli|khartoum|accra|abuja|kampala|kigali|lusaka|harare|durban
    pretoria|gaborone|windhoek|mogadishu|juba|dhaka|chennai|kolkata|bengaluru|bangalore|hyderabad
    pune|ahmedabad|lucknow|patna|jaipur|lahore|karachi|colombo|kathmandu|yangon|phnom penh
    hochiminh|surabaya|bandung|medan|yogyakarta|makassar|denpasar|semarang|izmir|bursa|antalya
    diyarbakir|nurnberg|hannover|bremen|dresden|bonn|mainz|kiel|graz|linz|salzburg|innsbruck|basel
    bern|luzern|krakow|warszawa|gdansk|wroclaw|poznan|lodz|praha|brno|ostrava|bratislava|kosice
    beograd|zagreb|split|sarajevo|ljubljana|skopje|sofia|sofija|bucuresti|cluj|iasi|chisinau|tirana
    pristina|podgorica|tallinn|tartu|riga|vilnius|kaunas|minsk|turku|tampere|oulu|bergen|trondheim
    stavanger|goteborg|malmo|uppsala|aarhus|kobenhavn|odense|reykjavik|perth|brisbane|adelaide
    auckland|wellington|christchurch|calgary|edmonton|winnipeg|halifax|belfast|cardiff|liverpool
    leeds|bristol|sheffield|newcastle|birmingham|nottingham|москва|санкт-петербург|киев|киів|минск
    мінськ|львів|львов|одесса|одеса|харьков|харків|алматы|астана|ташкент|тбилиси|ереван|баку|рига
    вильнюс|софия|пловдив|варна|белград|београд|скопjе|казань|екатеринбург|новосибирск
    нижнии новгород|брюссель|берлин|париж|лондон|вашингтон|пекин|αθηνα|θεσσαλονικη|πατρα|λευκωσια
    βρυξελλεσ|القاهرة|بيروت|دمشق|بغداد|عمان|الرياض|جدة|دبي|أبوظبي|الدوحة|الكويت|المنامة|مسقط|صنعاء
    عدن|الخرطوم|طرابلس|تونس|الجزائر|الرباط|الدار البيضاء|نواكشوط|القدس|غزة|رام الله|باريس|لندن
    واشنطن|موسكو|إسطنبول|أنقرة|الإسكندرية|حلب|البصرة|الموصل|أربيل|تهران|مشهد|اصفهان|شیراز|تبریز
    کابل|ירושלים|תל אביב|חיפה|באר שבע|नई दिल्ली|दिल्ली|मुंबई|लखनऊ|पटना|जयपुर|भोपाल|रायपुर|रांची
    कोलकाता|चेन्नई|वाराणसी|कानपुर|इंदौर|देहरादून|चंडीगढ़|ঢাকা|কলকাতা|চট্টগ্রাম|সিলেট|রাজশাহী|சென்னை
    மதுரை|கோவை|హైదరాబాద్|విజయవాడ|کراچی|لاہور|اسلام آباد|پشاور|กรุงเทพฯ|กรุงเทพ|เชียงใหม่|አዲስ አበባ
    თბილისი|երեւան|北京|上海|广州|深圳|香港|台北|高雄|臺北|東京|大阪|京都|名古屋|札幌|福岡|서울
    부산|대구|인천|광주|대전|평양
""")

# "Politik · Jochen Bittner": what stands before the dot is where it was printed.
SECTIONS = _set("""
    internacional internacionales nacional nacionales deportes esteri interni cronaca spettacoli
    buitenland binnenland inland ausland lokales panorama vermischtes utrikes inrikes utenriks
    innenriks udland indland kotimaa ulkomaat swiat kraj sporty economie international regional
    regionales culture sante salud saude mundo pais cidades brasil mundo ciencia
    actualidad sucesos tecnologia opinion opinione parere mening meninger debatt debatten debat
    kronika komentar gundem dunya spor ekonomi saglik общество политика экономика спорт культура
    мнение мнения аналитика новости анализ коментар свят κοσμοσ ελλαδα οικονομια αθλητισμοσ
    politik wirtschaft sport kultur wissen gesellschaft feuilleton meinung politics opinion
    business news world technology tech science culture arts politique economie societe monde
    politica economia deportes cultura sociedad editorial national international local lifestyle
    health travel food entertainment commentary analysis analyse kommentar interview column
    columns
""")

PLACES -= GIVEN
"""Sofía is a person first."""

SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫朱马馬胡郭何罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭董潘袁蔡蒋蔣余于杜叶葉"
    "程苏蘇魏吕呂丁沈任姚卢盧傅钟鍾姜崔谭譚廖范汪陆陸戴贾賈韦韋夏邱侯邹鄒熊孟秦阎閻薛尹段雷黎史龙龍陶贺賀顾顧毛郝龚龔邵万钱錢严嚴"
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국"
)
"""Chinese surnames that Japanese given names do not begin with, and Korean ones."""
