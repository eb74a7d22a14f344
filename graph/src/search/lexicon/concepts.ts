/**
 * What words mean the same thing: `id: English words | words of other languages`. An entry of several words counts as a whole.
 */
export const CONCEPTS = `
news: news, headline, breaking news, press, journalism, bulletin, current affairs, developments, newspaper, journalist, article feed, reuters, bbc, cnn, new york times, what happened, current events | ニュース, 報道, 速報, 見出し, 新闻, 资讯, 快讯, 头条, 日报, 最新情報, 时事, 报道
trend: trend, trending, hot, popular, ranking, rank, hottest, viral, top stories, leaderboard, buzz | トレンド, 流行, 人気, ランキング, 話題, 热门, 热搜, 热榜, 榜单, 排行, 排行榜, 趋势, 热点
feed: rss, feed, blog, subscription feed, syndication | フィード, ブログ
weather: weather, forecast, temperature, climate, rain, snow, humidity, wind, meteorology, storm, what to wear | 天気, 気象, 予報, 気温, 降水, 天气, 预报
map: map, geocode, geocoding, geolocation, coordinate, latitude, longitude, address, location, gis | 地図, 住所, 座標, 位置, 地图, 地址, 坐标, 经纬度
place: place, nearby, near, within km, around here, poi, point of interest, attraction, landmark, neighborhood, local, sightseeing, interesting to do | 場所, 周辺, 近く, 施設, 観光地, 名所, 地点, 周边, 附近, 景点
route: route, direction, navigation, commute, transit, how to get there, get there, driving directions, traffic, itinerary | 経路, ルート, 道順, 乗換, 通勤, 移動, 路线, 导航, 路径
parking: park, parking, garage | 駐車, 駐車場
travel: travel, trip, tour, tourism, vacation, visit, journey | 旅行, 観光, 旅, 旅游, 旅行
flight: flight, airline, airport, airplane, airfare | 航空, 飛行機, フライト, 空港
train: train, railway, rail, subway, metro, ticket | 電車, 鉄道, 列車, 地下鉄, 切符, 火车, 高铁, 车票
hotel: hotel, accommodation, lodging, airbnb, stay, hostel | ホテル, 宿泊, 宿, 旅館
restaurant: restaurant, cafe, dining, lunch, dinner, eatery, reservation | レストラン, 飲食店, 食事, ランチ, 店
recipe: recipe, cook, cooking, dish, meal, ingredient, food, kitchen, cuisine, nutrition, potluck, eat | レシピ, 料理, 献立, 食材, 栄養, 菜谱, 食谱, 菜, 做法
booking: book, booking, reserve, reservation, appointment, schedule visit | 予約, 申し込み
calendar: calendar, event, schedule, meeting, appointment, agenda, availability | カレンダー, 予定, スケジュール, 会議, 日程
time: time, clock, timezone, date, datetime, current time, timestamp | 時刻, 時間, 日時, 日付, タイムゾーン, 时间
reminder: reminder, alarm, timer, notify, notification, alert | リマインダー, 通知, 目覚まし
task: todo, to-do, task list, checklist, backlog, assignment | タスク, やること, 課題
project: project, kanban, sprint, board, milestone, project management | プロジェクト, 案件, 工程
issue: issue, ticket, bug, bug report, tracker, defect | 課題, 不具合, チケット, バグ
note: notebook, memo, notes, journal, knowledge base, wiki page | ノート, メモ, 日記
memory: memory, remember, recall, knowledge graph, context store | 記憶, 覚える
mail: mail, email, e-mail, inbox, gmail, smtp, message, newsletter, outlook | メール, 受信, 送信, 邮件
chat: chat, message, messaging, slack, discord, teams, telegram, whatsapp, channel, dm | チャット, メッセージ, 投稿, 消息
sms: sms, text message, phone, call, voice call, dial | 電話, 通話, ショートメッセージ
contact: contact, address book, person, people, profile, lead | 連絡先, 名刺, 人物
crm: crm, customer, lead, deal, pipeline, sales, salesforce, hubspot | 顧客, 商談, 営業
support: support, helpdesk, zendesk, customer service, ticket | サポート, 問い合わせ
social: social, post, tweet, twitter, x, facebook, instagram, linkedin, reddit, mastodon, bluesky, weibo, follower | 投稿, ソーシャル, 交流, 微博, 小红书, 抖音, 知乎, 豆瓣
shop: shop, shopping, buy, purchase, ecommerce, store, deal, discount, worth buying, product, price comparison, amazon, link to buy | 買い物, 購入, 商品, 通販, 店舗, 割引, 购物, 电商, 优惠, 商品, 值得买
order: order, cart, checkout, delivery, shipment, fulfilment | 注文, 配送, 発送, カート
inventory: inventory, stock level, warehouse, sku, product catalog | 在庫, 倉庫, 商品
payment: payment, pay, charge, refund, stripe, paypal, transaction, invoice | 支払, 決済, 返金, 入金
invoice: invoice, bill, billing, receipt, accounting, bookkeeping, expense, ledger | 請求, 請求書, 領収書, 経費, 会計, 経理
bank: bank, account balance, transfer, loan, credit | 銀行, 口座, 振込, 残高
stock: stock, share, ticker, equity, market, market cap, capitalization, nasdaq, investment, investor, portfolio, ohlcv, quote, stock price, brokerage, trading | 株, 株価, 株式, 証券, 投資, 銘柄, 相場, 股票, 股价, 行情
finance: finance, financial, economy, economic, fundamental, earnings, revenue, balance sheet, income statement, dividend, fiscal | 金融, 財務, 経済, 決算, 金融, 财经, 经济, 财报
crypto: crypto, cryptocurrency, bitcoin, ethereum, coin, token, blockchain, defi, btc, eth, solana, wallet, nft, fear greed | 暗号資産, 仮想通貨, ビットコイン, ブロックチェーン, 加密货币, 比特币
currency: currency, exchange rate, forex, cny, usd, eur, jpy, yen, dollar, euro, convert currency | 通貨, 為替, 円, ドル, 両替
calculate: calculate, calculator, compute, math, arithmetic, sum, add up, subtract, balance, percentage, bmi, expression, evaluate, total, equation, average | 計算, 電卓, 数式, 合計, 平均, 计算
statistics: statistics, statistical, regression, mean, median, distribution, analysis of data | 統計, 分布, 分析
convert: convert, conversion, transform, export, format conversion, to pdf, translate format | 変換, 書き出し
unit: unit conversion, measure, metric | 単位
merge: merge, combine, join, concatenate, merger | 結合, 統合, 合併
split: split, extract pages, separate | 分割
chart: chart, graph, plot, visualize, visualization, bar chart, pie chart, line chart, histogram, dashboard, word cloud, diagram | グラフ, 図表, 可視化, 図
mindmap: mind map, mindmap, outline, brainstorm | マインドマップ
diagram: diagram, flowchart, mermaid, uml, architecture diagram, sequence diagram | 図, 流れ図, 構成図
spreadsheet: spreadsheet, excel, sheet, xlsx, xls, csv, workbook, cell, table, google sheets | 表計算, エクセル, シート, 表, 表格
presentation: presentation, slide, ppt, pptx, powerpoint, deck, keynote | 発表, スライド, プレゼン, パワーポイント, 幻灯片, 演示
document: document, doc, docx, word document, paragraph, heading, footnote, word file, google docs, resume, cv | 文書, 書類, ワード, 資料, 文档
pdf: pdf, acrobat | ピーディーエフ
markdown: markdown, md file | マークダウン
file: file, folder, directory, filesystem, path, disk, list directory | ファイル, フォルダ, ディレクトリ, 文件, 目录
write: write, save, store, create file, edit file, append, overwrite, put into | 書く, 保存, 書き込み, 作成, 写入, 保存
read: read, open, load, view contents, get text, content of | 読む, 読み込み, 開く, 读取
image: image, picture, photo, png, jpg, jpeg, photograph, illustration, base64 image, thumbnail | 画像, 写真, 絵, 図, 图片, 图像
imagegen: generate image, image generation, text to image, ai art, stable diffusion, dall-e | 画像生成, 描画
draw: draw, drawing, canvas, sketch, paint | 描く, 描画, お絵かき
ocr: ocr, text recognition, scan, extract text | 文字認識, 読み取り
video: video, youtube, movie, film, clip, vimeo, bilibili, ted talk, watch | 動画, 映画, 映像, 视频
transcript: transcript, subtitle, caption, transcription, speech to text, lecture, talk | 字幕, 文字起こし, 講演
audio: audio, sound, voice, podcast, speech, text to speech, tts | 音声, 音, 読み上げ
music: music, song, playlist, spotify, lyric, artist, album, melody | 音楽, 曲, 歌詞, プレイリスト, 音乐
museum: museum, art, artwork, painting, gallery, exhibition, artist, sculpture | 美術館, 博物館, 絵画, 芸術, 美術
book: book, novel, library book, isbn, author, reading, literature, ebook, weread | 本, 書籍, 小説, 図書, 読書, 图书, 书籍, 阅读, 读书
game: game, gaming, steam, esports, player, character, artifact, build, team, dps, minecraft, chess, video game, league of legends, champion, summoner, op.gg, valorant, dota, genshin, rpg, gacha, quest, level, weapon, meta build, tier list, healer, roster | ゲーム, 遊戯, 游戏, ゲーム攻略, 英雄, 角色, 攻略
sports: sports, football, soccer, basketball, nba, league, match score, fixture | スポーツ, 試合, 野球, サッカー, 体育
anime: anime, manga, comic, otaku | アニメ, 漫画, 动漫
paper: paper, article, arxiv, scholar, academic, research paper, publication, citation, preprint, journal, literature review, pubmed, study | 論文, 学術, 研究, 文献, 论文, 学术
encyclopedia: wikipedia, encyclopedia, wiki, history of, background information, overview, introduction | 百科事典, ウィキペディア, 概要
research: research, deep research, investigate, report, initial research, gather data, analysis report | 調査, 調べる, 研究, 報告
medical: medical, medicine, health, clinical, trial, nct, drug, disease, cancer, treatment, patient, hospital, therapy, variant, gene, symptom, oncology | 医療, 医学, 病気, 薬, 治療, 健康, 患者, 病院, 医疗
biology: biology, gene, genome, protein, molecule, chemistry, compound, dna | 生物, 遺伝子, 化学, 分子
fitness: fitness, exercise, workout, running, sleep, steps | 運動, 健康, 体重
search: search, web search, google, bing, find on the web, lookup, duckduckgo, internet | 検索, 探す, 調べる, 搜索, 查询
fetch: fetch, web page, webpage, url, scrape, scraping, crawl, crawler, html content, download page, site content | 取得, スクレイピング, ページ, サイト, 获取, 抓取, 网页
browser: browser, navigate, click, playwright, puppeteer, selenium, fill form, headless, screenshot, web automation | ブラウザ, 操作, 自動操作
screenshot: screenshot, screen capture, snapshot | 画面, スクリーンショット
website: website, web page, landing page, html page, seo, hosting | ウェブサイト, ホームページ
domain: domain, whois, dns, ssl, certificate, official site, registrar | ドメイン, 証明書
network: network, ip, ip address, ping, port, http request, traceroute | ネットワーク, 通信
security: security, vulnerability, cve, threat, malware, phishing, scan, exploit, pentest, virus | セキュリティ, 脆弱性, 攻撃, 安全
auth: authentication, login, jwt, oauth, password, credential, secret, sso | 認証, ログイン, パスワード
code: code, programming, script, function, source code, refactor, python, typescript, javascript, snippet, middleware, code example | コード, プログラム, 開発, 実装, 代码
docs: documentation, library docs, api docs, reference, context7, framework, next.js, library id, sdk | ドキュメント, 仕様, 資料
ui: ui, component, shadcn, frontend, css, design system, tailwind, react, button, input field | 画面, 部品, コンポーネント
design: design, figma, prototype, mockup, logo, icon, color | デザイン, 図案, アイコン
git: git, github, gitlab, repository, repo, commit, branch, pull request, merge request, bitbucket | リポジトリ, コミット
package: package, npm, pypi, dependency, library version, crate, maven | パッケージ, 依存
ci: ci, cd, deploy, deployment, build pipeline, jenkins, release, workflow run | 配備, デプロイ, 公開
container: container, docker, kubernetes, k8s, pod, helm | コンテナ
cloud: cloud, aws, azure, gcp, s3, lambda, bucket, cloudflare, server instance | クラウド
terminal: terminal, shell, command, bash, execute, run command, ssh, sandbox | 端末, コマンド, 実行
database: database, sql, query, postgres, mysql, sqlite, mongodb, redis, table schema, bigquery, warehouse | データベース, 表, 問い合わせ, 数据库
vector: vector, embedding, semantic search, rag, retrieval, pinecone, similarity | ベクトル, 埋め込み
monitor: monitor, monitoring, observability, log, metric, trace, uptime, alert, grafana, datadog, sentry | 監視, ログ, 計測
test: test, testing, qa, assertion, unit test | テスト, 試験, 検査
analytics: analytics, insight, traffic, conversion, funnel, audience | 解析, 分析, 集計
ads: advert, advertising, campaign, marketing, google ads, promotion | 広告, 宣伝, 集客
form: form, survey, questionnaire, quiz, poll, submission, feedback | フォーム, アンケート, 申請, 調査
translate: translate, translation, language, multilingual, localization | 翻訳, 通訳, 言語, 翻译
summarize: summarize, summary, summarise, key points, digest, tl;dr | 要約, まとめ, 概要, 摘要, 总结
sentiment: sentiment, opinion, emotion, negative, positive, review analysis | 感情, 評判
text: text, string, word count, regex, grammar, proofreading, writing | 文章, 文字, 校正
ai: ai, llm, machine learning, model, gpt, openai, claude, neural network, inference, hugging face, artificial intelligence | 人工知能, 機械学習, 生成AI
agent: agent, workflow, automation, orchestrate, zapier, n8n, assistant | 自動化, エージェント, 連携
thinking: thinking, reasoning, sequential thinking, problem solving | 思考, 推論, 計画
education: education, course, student, teacher, school, learning, quiz, exam, lesson, homework | 教育, 学習, 授業, 学生, 講座, 教育, 学习
job: job, career, recruit, hiring, resume, candidate, vacancy, employee, hr, payroll | 求人, 採用, 転職, 人事, 給与
realestate: real estate, property, apartment, rent, housing, house, mortgage, listing | 不動産, 物件, 賃貸, 住宅
legal: legal, law, contract, court, regulation, compliance, license, statute, signature | 法律, 契約, 規制, 裁判, 署名
government: government, public data, open data, census, parliament, policy, tax | 政府, 行政, 税, 公共
insurance: insurance, claim, policy premium | 保険
energy: energy, electricity, power, solar, carbon, emission | 電力, 電気, 環境
home: smart home, home assistant, light, device, iot, sensor, thermostat | 家電, 照明, センサー
car: car, vehicle, automobile, driving, ev, charging | 車, 自動車, 充電, 汽车
astrology: astrology, horoscope, bazi, 八字, fortune, zodiac, tarot, lunar calendar, chinese calendar, birth chart | 占い, 運勢, 星座, 暦, 干支, 八字, 农历, 黄历, 命理, 运势
space: space, nasa, astronomy, satellite, planet | 宇宙, 天文, 衛星
earthquake: earthquake, disaster, tsunami, flood, evacuation | 地震, 災害, 津波, 避難
food-delivery: takeout, delivery food, uber eats | 出前, 配達
logistics: shipping, parcel, tracking number, logistics, freight, courier | 物流, 荷物, 配送, 追跡
electronics: electronics, gadget, device, phone, laptop, tech product, smartphone, monitor, apple, consumer electronics, hardware | 家電, 電子機器, スマホ, パソコン, 数码, 手机
tech: technology, tech, startup, internet industry, it news, software industry, developer community | 技術, 科学, 先端, 科技, 技术, 开发者
wear: clothes, fashion, wear, outfit | 服, 衣服, 着る
photo-edit: edit image, resize, crop, remove background, watermark | 加工, 編集, 切り抜き
3d: 3d, cad, blender, model printing, mesh, unity, unreal | 立体, 造形
random: random, dice, uuid, password generator, lottery | 乱数, 抽選
hash: hash, encrypt, decrypt, base64, encode, decode | 暗号化, 符号化
qrcode: qr code, barcode | QRコード, バーコード
backup: backup, archive, zip, compress, restore | 保存, 圧縮, 復元
version: version, changelog, release notes, upgrade | 版, 更新
user: user, account, member, permission, role | 利用者, 会員, 権限
chess: chess, chessboard, checkmate, fen, pgn, opening move, board game, shogi, go game | チェス, 将棋, 囲碁, 国际象棋, 象棋
cards: trading card, card game, yu-gi-oh, yugioh, pokemon, magic the gathering, deck, mtg | カードゲーム, 遊戯王, 卡牌, 卡片, 游戏王
coding-practice: leetcode, coding challenge, coding interview, algorithm problem, daily challenge, programming contest, competitive programming, hackerrank, codeforces, problem solution | 競技プログラミング, 算法, 题目, 刷题
icons: icon, icons, icon library, icon set, glyph, svg icon, emoji, pictogram, hugeicons, font awesome | アイコン, 絵文字, 图标
metadata: metadata, exif, tag, iptc, xmp, properties, attribute, image metadata, camera model | メタデータ, 属性, 元数据
sitemap: sitemap, sitemap.xml, site structure, crawl, page tree, seo, robots.txt | サイトマップ, 网站地图
opendata: open data, dataset, data.gov, data catalog, census, public dataset, csv dataset, kaggle, statistics bureau | オープンデータ, データセット, 统计数据, 数据集
hackernews: hacker news, hn, show hn, ask hn, y combinator, product hunt, startup news, story, stories | ハッカーニュース
options: option chain, options chain, call option, put option, strike price, implied volatility, derivative, futures, greeks | オプション取引, 先物, 期权, 期货
holders: insider trade, insider, institutional holder, shareholder, analyst recommendation, analyst rating, sec filing, 10-k | 株主, 大株主, 股东
price: price, cost, quote, how much, price history, historical price, fee, rate | 価格, 値段, 料金, 价格, 费用
movie: movie, film, cinema, tv show, tv series, imdb, box office, actor, director, streaming, netflix, screening | 映画, 番組, 俳優, 电影, 电视剧
history: commit history, git log, change log, timeline, blame, revision, diff | 履歴, 差分, 历史
branch: branch, checkout, merge branch, rebase, staged changes, git status, stage, stash | ブランチ, 分支
process: process, running process, kill process, pid, cpu usage, task manager, daemon, background job | プロセス, 进程
table: table, table row, column, data table, pivot table, rows | 表, 表格
footnote: footnote, endnote, citation, reference list, bibliography | 脚注, 引用文献
slideshow: slide show, bullet point, bullets, slide template, slide layout, slide deck, pitch deck | スライド, 箇条書き
watermark: watermark, stamp, header and footer, page number | 透かし, 水印
comment: comment, comments, review comment, reply, discussion, thread, forum | コメント, 評論, 评论, 掲示板
tempo: tempo, beat, bpm, chroma, mfcc, spectrogram, onset, beat tracking, pitch, audio feature, chord, key of a song | テンポ, 拍, 和音, 节拍
knowledge: knowledge graph, entity, entities, relation, observation, ontology, semantic network | 知識グラフ, 知识图谱
library: library, framework, component library, package documentation, api reference, resolve library | ライブラリ, 组件库
animation: animation, animate, motion, animated component, transition, special effect, magic ui | アニメーション, 動画効果, 动画
distance: distance, how far, kilometer, mile, radius, isochrone, elevation | 距離, 距离
meetup: meeting point, meet halfway, midpoint, gathering place | 待ち合わせ, 集合場所, 聚会
school: school, university, campus, college, kindergarten | 学校, 大学, 学区
charging: charging station, ev charging, gas station, fuel | 充電, 給油, 充电
air: air quality, pollution, aqi, pollen, uv index | 大気, 花粉, 空气质量
tide: sea, ocean, marine, tide, wave, sea temperature, coast, fishing | 海, 海洋, 潮, 波
inflation: inflation, unemployment, gdp, interest rate, macroeconomics, economic data, central bank, federal reserve, economic indicator | 物価, 失業率, 金利, 経済統計, 通胀
company: company, company profile, corporate, business information, firm, enterprise, headquarters | 会社, 企業, 法人, 公司
people: people search, who is, biography, expert, researcher, find person, employee | 人物, 経歴, 人名
contract: contract, agreement, e-signature, docusign, nda, sign document, terms | 契約, 契約書, 署名, 合同
signature: digital signature, sign, certificate, key pair | 電子署名, 签名
permission: access control, identity, directory of users, single sign-on, mfa, entra, okta, admin rights, device management | 権限, 身元, 端末管理
storage: storage, object storage, bucket, upload file, cloud drive, google drive, dropbox, onedrive, sharepoint | 保管, 貯蔵, ストレージ, ドライブ, 网盘
feature-flag: feature flag, rollout, toggle, a/b test, experiment, variant rollout | フィーチャーフラグ, 実験
log: log, logs, error log, stack trace, exception, debug, crash, incident | ログ, 障害, 例外
api: api, endpoint, rest api, graphql, openapi, swagger, webhook, postman | 接続, 仕様書, 接口
cms: cms, content management, wordpress, site builder, webflow, wix, landing page, blog post | サイト構築, 記事管理
visa: visa, passport, entry requirement, travel document, immigration | 査証, 渡航, 入国, 签证
activity: things to do, activity, experience, excursion, guided tour, ticketed attraction, outing, with children | 体験, 遊び, 観光体験
event: event, concert, festival, conference, ticket sale, box office, venue, admission | 催し, 公演, 入場券, イベント, 活动
golf: golf, golf course, tennis, ski, fitness coach | ゴルフ, テニス
toy: toy, lego, brick, minifigure, collectible, model kit | 玩具, レゴ, 積み木, おもちゃ
whiteboard: whiteboard, canvas board, sticky note, miro, brainstorming | ホワイトボード, 付箋
bug: bug, defect, crash report, error report, fix bug, regression | 不具合, バグ
review: code review, pull request review, merge request, peer review | 査読, レビュー
password: password, passphrase, secret manager, vault, 2fa, one-time code | パスワード, 暗証番号, 密码
dictionary: dictionary, definition, word meaning, synonym, thesaurus, etymology, vocabulary | 辞書, 意味, 単語, 词典
quote: quote, joke, fun fact, trivia, poem, proverb, inspirational quote | 名言, 冗談, 詩, 笑话
pet: pet, dog, cat, animal, bird, wildlife, plant, species | 動物, 犬, 猫, 植物, 动物
gift: gift, present, wishlist, holiday, birthday, celebration | 贈り物, 誕生日, 祝日, 礼物
holiday: public holiday, bank holiday, vacation day, leave request, day off | 祝日, 休暇, 节假日
color: color, colour, palette, hex code, gradient, theme | 色, 配色, 颜色
font: font, typography, typeface | 書体, フォント
regex: regex, regular expression, pattern match, replace text, find and replace | 正規表現, 置換
diff: diff, compare files, difference, patch, compare versions | 差分, 比較
schedule-job: cron, scheduled job, recurring, periodic task, job queue | 定期実行, 予約実行
webhook: webhook, callback, trigger, integration, zapier, ifttt, connect apps | 連携, 接続
iot: mqtt, sensor, arduino, raspberry pi, robot, drone, smart device | 機器, ロボット, センサー
printer: printer, print, scanner, 3d printer | 印刷, 打印
tax: tax, vat, tax return, deduction, payroll tax | 税, 税金, 确定申告, 税务
budget: budget, personal finance, spending, savings, expense tracker, income | 予算, 家計, 支出, 预算
donation: donation, charity, nonprofit, fundraising, crowdfunding | 寄付, 募金
election: election, politician, vote, voting, congress, bill, senate | 選挙, 政治, 投票
patent: patent, trademark, intellectual property | 特許, 商標, 专利
chemistry: chemistry, compound, molecule, reaction, periodic table, pubchem | 化学, 分子, 化合物
physics: physics, simulation, quantum, solver | 物理, 量子
spaceflight: nasa, rocket, satellite, mars, asteroid, iss | 宇宙, 惑星, 航天
nutrition: nutrition, calorie, diet, meal plan, vitamin | 栄養, 献立, 食事制限, 营养
sleep: sleep, heart rate, wearable, step count, workout log | 睡眠, 心拍, 歩数
wine: wine, beer, cocktail, coffee, drink, bar | 酒, 飲み物, 咖啡
religion: bible, quran, scripture, prayer, buddhist | 聖書, 経典
language: language learning, pronunciation, grammar check, vocabulary, japanese lesson | 語学, 文法, 発音
speech: text to speech, speech to text, voice clone, dictation, narration | 音声合成, 音声認識, 読み上げ
subtitle: subtitle, caption, srt | 字幕
thumbnail: thumbnail, resize image, crop image, convert image | 縮小, 切り抜き
scraping: scrape, scraper, crawler, extract data from website, competitor price | 収集, 抽出, 爬虫
proxy: proxy, vpn, unblock, residential ip | 代理, プロキシ
ssl: ssl, tls, certificate expiry, https check | 証明書
whois: whois, domain lookup, domain registration, dns record, is this site official | ドメイン, 域名
fraud: fraud, scam, phishing, fake site, suspicious link, reputation check | 詐欺, 不審
`
