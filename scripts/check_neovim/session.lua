-- What scripts/check-neovim.sh has Neovim do with each file. Anything that is not as expected ends Neovim with an error.

-- Code, line and column of every finding, from 1, in bytes as Neovim counts: `found` of the file, `moved` of the file with
-- `insert` before its line 2, `left` of the file with `torn` for the line of the first finding. `hover`: the text to stand
-- on, and what is shown. `actions`: the text to stand on, and the action by its title, by its kind, or the preferred one;
-- then the files are saved, have no findings, and are as expected.
local cases = {
  {
    name = 'web.json',
    found = { 'trailing-comma 6:83' },
    insert = '"a": "',
    moved = { 'syntax 2:6', 'syntax 3:3', 'trailing-comma 7:83', 'unknown-key 2:1' },
    torn = '    { "name": "web',
    left = { 'syntax 6:15', 'syntax 7:3' },
    hover = { 'image', 'ecr:BatchGetImage' },
    actions = { { on = ', }', preferred = true } },
  },
  {
    name = 'template.yaml',
    found = { 'misspelt-execution-role 10:7' },
    insert = 'A: [',
    moved = { 'misspelt-execution-role 11:7', 'syntax 2:4' },
    torn = '      executionRoleArn: "',
    left = { 'syntax 10:25' },
    hover = { 'Image: ', 'ecr:BatchGetImage' },
    actions = { { on = 'Resources', kind = 'source.fixAll' } },
  },
  {
    name = 'module.tf',
    found = { 'execution-role-invalid 8:30', 'unknown-key 10:89' },
    insert = 'locals { a = "',
    moved = { 'execution-role-invalid 9:30', 'syntax 2:14', 'syntax 2:8', 'unknown-key 11:89' },
    torn = '  execution_role_arn = "',
    left = { 'syntax 8:24', 'unknown-key 10:89' },
    hover = { 'execution_role_arn', 'ecr:BatchGetImage' },
    actions = {
      { on = 'loggConfiguration', title = 'Rename it to `logConfiguration`' },
      { on = 'arn:aws', title = 'Ignore execution-role-invalid here, with a reason' },
    },
  },
  {
    name = 'role/main.tf',
    found = { 'execution-role-missing 29:29', 'trailing-comma 36:45' },
    insert = 'locals { a = "',
    moved = {
      'execution-role-missing 30:29',
      'syntax 2:14',
      'syntax 2:8',
      'trailing-comma 37:45',
    },
    torn = '    { name = "web',
    left = { 'syntax 29:14', 'trailing-comma 36:45' },
    hover = { 'image', 'ecr:BatchGetImage' },
    actions = {
      { on = '1111222', title = 'Set `execution_role_arn`' },
      { on = 'resource', kind = 'source.fixAll' },
    },
  },
  {
    -- JSON takes no comments: the configuration is made, and is read when it is saved. (Neovim keeps the empty line of a
    -- new file behind what is inserted.)
    name = 'legacy.json',
    found = { 'execution-role-missing 5:31' },
    insert = '"a": "',
    moved = { 'execution-role-missing 6:31', 'syntax 2:6', 'syntax 3:3', 'unknown-key 2:1' },
    torn = '    { "name": "web',
    left = { 'syntax 5:15', 'syntax 6:3' },
    hover = { 'image', 'ecr:BatchGetImage' },
    actions = { { on = '1111222', title = 'Ignore execution-role-missing in this file' } },
    makes = '.needs-exec-role.yaml',
  },
}
local folder = vim.env.CHECKED_FILES

local function check(what, expected, seen)
  if expected ~= seen then
    error(what .. '\nexpected:\n' .. tostring(expected) .. '\nseen:\n' .. tostring(seen), 0)
  end
end

local function findings()
  local lines = {}
  for _, it in ipairs(vim.diagnostic.get(0)) do
    table.insert(lines, ('%s %d:%d'):format(it.code, it.lnum + 1, it.col + 1))
  end
  table.sort(lines)
  return table.concat(lines, '\n')
end

-- The server answers when it can: what is compared is what was seen last.
local function wait_for(what, expected)
  expected = table.concat(expected, '\n')
  vim.wait(8000, function()
    return findings() == expected
  end, 20)
  check(what, expected, findings())
end

local function hover(case)
  local text, shown = case.hover[1], case.hover[2]
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  check(case.name .. ': a place for hover', true, vim.fn.search(text, 'W') > 0)
  local client = vim.lsp.get_clients({ bufnr = 0, name = 'needs-exec-role' })[1]
  local place = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local answer = client:request_sync('textDocument/hover', place, 8000, 0)
  local value = vim.tbl_get(answer or {}, 'result', 'contents', 'value') or vim.inspect(answer)
  if not value:find(shown, 1, true) then
    check(case.name .. ': hover on ' .. text, '... ' .. shown .. ' ...', value)
  end
end

local function is_wanted(wanted, action)
  if wanted.title then
    return vim.startswith(action.title, wanted.title)
  end
  return wanted.kind ~= nil or action.isPreferred
end

local function act(case)
  for _, wanted in ipairs(case.actions) do
    vim.api.nvim_win_set_cursor(0, { 1, 0 })
    check(case.name .. ': a place for an action', true, vim.fn.search('\\V' .. wanted.on, 'W') > 0)
    local before = vim.fn.getbufinfo({ bufmodified = 1 })
    local ticks = vim.b.changedtick
    vim.lsp.buf.code_action({
      apply = true,
      context = { only = wanted.kind and { wanted.kind } or nil, diagnostics = {} },
      filter = function(action)
        return is_wanted(wanted, action)
      end,
    })
    vim.wait(8000, function()
      return vim.b.changedtick > ticks or #vim.fn.getbufinfo({ bufmodified = 1 }) > #before
    end, 20)
  end
  vim.cmd('silent wall')
  wait_for(case.name .. ': findings after the actions', {})
  for _, name in ipairs({ case.name, case.makes }) do
    local expected = vim.fn.readblob(folder .. '/' .. name .. '.expected')
    check(name .. ': the file that was saved', expected, vim.fn.readblob(name))
  end
end

local function try(case)
  vim.cmd.edit(case.name)
  wait_for(case.name .. ': findings', case.found)
  hover(case)
  vim.api.nvim_buf_set_lines(0, 1, 1, true, { case.insert })
  wait_for(case.name .. ': findings after a syntax error above them', case.moved)
  vim.api.nvim_buf_set_lines(0, 1, 2, true, {})
  wait_for(case.name .. ': findings after that error is gone', case.found)
  local line = tonumber(case.found[1]:match(' (%d+):'))
  local whole = vim.api.nvim_buf_get_lines(0, line - 1, line, true)
  vim.api.nvim_buf_set_lines(0, line - 1, line, true, { case.torn })
  wait_for(case.name .. ': findings after a syntax error in their place', case.left)
  vim.api.nvim_buf_set_lines(0, line - 1, line, true, whole)
  wait_for(case.name .. ': findings after the line is whole again', case.found)
  act(case)
  io.stdout:write(case.name .. ': as expected\n')
end

local failed = false
for _, case in ipairs(cases) do
  local ok, why = pcall(try, case)
  if not ok then
    failed = true
    io.stderr:write(tostring(why) .. '\n')
  end
end
vim.cmd(failed and 'cquit' or 'qa!')
