# Menjin. `make help` lists the targets.

PYTHON ?= python3
ARGS ?=
SUITES ?= build/conformance/suites

VENV := .venv
PY := $(VENV)/bin/python
LOCKER := build/lock-venv
BENCH := build/bench-venv
LAYER_LOCK := layers/dependencies/requirements.txt

# Locks are complete, so pip has nothing to resolve: it takes what they name and checks the hashes.
INSTALL = -m pip --disable-pip-version-check install --no-deps --require-hashes -r

# A lock must not depend on the machine that writes it: uv sees no settings but the way to the network.
NETWORK := HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY http_proxy https_proxy all_proxy no_proxy SSL_CERT_FILE
CLEAN := env -i HOME="$$HOME" PATH="$$PATH" UV_NO_CONFIG=1 $(foreach name,$(NETWORK),$(if $($(name)),$(name)="$($(name))"))
COMPILE = $(CLEAN) $(LOCKER)/bin/uv pip compile --quiet --universal --python-version 3.10 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" $(ARGS)

.DEFAULT_GOAL := help
.PHONY: help run setup setup-dev test faults-certify story conformance lint format bench bench-captcha bench-certify bench-run layers layers-local cloud examples derive contracts glyphs lock clean
.DELETE_ON_ERROR:

help: ## list the targets · 列出所有目标
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@ / { printf "\n%s\n", substr($$0, 5); next } \
	  /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@printf '\nARGS="…" is passed on · 参数由 ARGS 传入:  make run ARGS="--port 8999 --fresh"   make test ARGS="tests/oss -x"\n'
	@printf 'PYTHON=… names another interpreter for .venv · 指定解释器:  make setup PYTHON=python3.12\n'

##@ Run · 运行

run: setup ## start the local cloud on 127.0.0.1:9999, set-up included · 安装并启动本地云
	@exec $(PY) -m emulator $(ARGS)

cloud: setup ## create or update tables, index and bucket of the configured cloud · 建表、建索引、建存储空间
	@exec $(PY) -m tools.cloud $(ARGS)

##@ Set up · 安装

setup: $(VENV)/.local layers-local ## .venv and the layer, enough for `make run` · 运行所需
setup-dev: $(VENV)/.dev layers-local ## the same with the tools for tests and checks · 开发所需

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	  echo "Python 3.10 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another: make PYTHON=python3.12 …"; \
	  echo "需要 Python 3.10 或更新的版本；可用 PYTHON=… 指定解释器。"; exit 1; }
	@echo "Creating $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear $(VENV) || { \
	  echo "python -m venv failed. On Debian and Ubuntu it is a package of its own: apt install python3-venv"; \
	  rm -rf $(VENV); exit 1; }

$(VENV)/.local: requirements/local.txt | $(PY)
	@echo "Installing the local cloud's packages (about a minute the first time)"
	@$(PY) $(INSTALL) $<
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(PY)
	@echo "Installing the packages for tests and checks"
	@$(PY) $(INSTALL) $<
	@touch $@ $(VENV)/.local

##@ Check · 检查

test: setup-dev ## run the tests; says what it skips for want of Chromium or redis-server · 运行测试
	@exec env -u PYTHONDONTWRITEBYTECODE $(PY) -m pytest -n 2 --dist worksteal $(ARGS)

faults-certify: setup-dev ## certify 1,000 under faults at every call, print the ledger; ARGS="--submissions 60 --seed 2" · 故障演练
	@PYTHONPATH=.:layers/menjin/python exec $(PY) -m tests.faults $(ARGS)

story: setup-dev ## thirty days of the product in seconds, as a diary · 三十天的故事
	@PYTHONPATH=.:layers/menjin/python exec $(PY) -m tests.story

conformance: setup-dev ## the vendors' public suites against the local cloud; SUITES=folder of checkouts, ARGS="--only oss" · 一致性测试
	@exec $(PY) -m conformance --suites "$(SUITES)" $(ARGS)

lint: $(VENV)/.dev ## ruff, layout of the code, strict types · 静态检查
	@failed=0; for check in "ruff check" "ruff format --check" mypy; do $(PY) -m $$check || failed=1; done; exit $$failed

format: $(VENV)/.dev ## lay out the code, repair what ruff can repair · 整理代码
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

bench: setup-dev $(BENCH)/.ready ## the local cloud's bars, cold start and warm requests of each function, speed of the captcha · 性能
	@$(PY) -m bench.local_cloud
	@echo; $(PY) -m bench.coldstart $(ARGS)
	@echo; echo "## Captcha"; PYTHONPATH=layers/menjin/python $(BENCH)/bin/python -m bench.captcha_bench --speed

bench-captcha: $(BENCH)/.ready ## the picture captcha beside the PyPI package `captcha`, read by ddddocr · 验证码对比
	@PYTHONPATH=layers/menjin/python exec $(BENCH)/bin/python -m bench.captcha_bench $(ARGS)

bench-run: setup-dev ## thousands of certifications: pace, memory, money; ARGS="--items 10000 --budget 6000" · 批量认证
	@PYTHONPATH=layers/menjin/python exec $(PY) -m bench.certify_run $(ARGS)

bench-certify: setup-dev ## the labelled documents: read, compared, counted against the goals · 证件识别对比
	@PYTHONPATH=layers/menjin/python exec $(PY) -m bench.certify_documents $(ARGS)

$(BENCH)/.ready: bench/requirements.txt | $(PY)
	@$(PY) -m venv --clear $(BENCH)
	@$(BENCH)/bin/python $(INSTALL) $<
	@touch $@

##@ Build · 构建

layers: $(VENV)/.local ## both layers as zips for python3.10, the same bytes every time · 构建层
	@$(PY) -m tools.layers build

layers-local: $(VENV)/.local ## the dependency layer for this interpreter, if the lock has changed · 本机依赖层
	@$(PY) -m tools.layers local

examples: setup-dev ## play every sample request, keep the answers for docs/openapi.json · 录制接口示例
	@PYTHONPATH=layers/menjin/python exec $(PY) -m tests.openapi.record $(ARGS)

derive: setup-dev ## write what follows from the code: template, events, API and tables in docs · 生成派生文件
	@exec $(PY) -m tools.derive $(ARGS)

contracts: setup-dev ## every documented path × dialect × function × test · 文档接口覆盖表
	@exec $(PY) -m tools.contracts $(ARGS)

glyphs: $(VENV)/.local ## draw the captcha's glyphs into their built file · 生成验证码字形
	@exec $(PY) -m tools.glyphs $(ARGS)

lock: $(LOCKER)/.ready ## write the locks anew; ARGS=--upgrade takes newer versions · 更新依赖锁
	$(COMPILE) requirements/dev.in --override requirements/dev-overrides.in -o requirements/dev.txt
	$(COMPILE) requirements/local.in --override requirements/dev-overrides.in -c requirements/dev.txt -o requirements/local.txt
	$(COMPILE) layers/dependencies/requirements.in -c requirements/dev.txt -o $(LAYER_LOCK)
	$(COMPILE) bench/requirements.in -o bench/requirements.txt
	$(COMPILE) conformance/requirements.in -o conformance/requirements.txt
	$(COMPILE) requirements/lock.in -o requirements/lock.txt

$(LOCKER)/.ready: requirements/lock.txt | $(PY)
	@$(PY) -m venv $(LOCKER)
	@$(LOCKER)/bin/python $(INSTALL) $<
	@touch $@

clean: ## delete what was built: build/, .venv, caches; the state in .local/ stays · 清除
	rm -rf build $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
